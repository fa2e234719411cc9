package org.momoko.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code postgresql://user:password@host:port,host:port/dbname?key=value&…}; every part may be left out, every
 * part is percent-decoded, an IPv6 address stands in brackets. Source: libpq, "Connection URIs".
 *
 * <p>Stricter than libpq in one point: a literal {@code @} in the hosts or the database name is refused. It means that
 * a password holds an {@code @} or a {@code /} that was not encoded, and its rest would be taken for a name that shows.
 */
final class UriParser {
    private static final List<String> SCHEMES = List.of("postgresql://", "postgres://");

    private final String text;
    private final Settings settings = new Settings();

    private UriParser(String text) {
        this.text = text;
    }

    static boolean recognises(String dsn) {
        return SCHEMES.stream().anyMatch(Blanks.strip(dsn)::startsWith);
    }

    static Settings parse(String dsn) {
        UriParser parser = new UriParser(Blanks.strip(dsn));
        int hosts = parser.credentials(parser.text.indexOf("://") + 3);
        int database = parser.end(hosts, "/?");
        parser.hosts(hosts, database);
        int query = parser.end(database, "?");
        parser.database(database, query);
        if (query < parser.text.length()) {
            parser.query(query + 1);
        }
        return parser.settings;
    }

    /** Returns where the hosts begin. Like libpq, takes a {@code ?} before the {@code @} as part of the credentials. */
    private int credentials(int start) {
        int at = end(start, "@/");
        if (at == text.length() || text.charAt(at) == '/') {
            return start;
        }
        int colon = text.indexOf(':', start);
        int userEnd = colon >= 0 && colon < at ? colon : at;
        put(ConnectionKey.USER, text.substring(start, userEnd));
        if (userEnd < at) {
            put(ConnectionKey.PASSWORD, text.substring(userEnd + 1, at));
        }
        return at + 1;
    }

    private void hosts(int start, int end) {
        refuseAt(start, end);
        List<String> hosts = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        int position = start;
        while (true) {
            int hostEnd =
                    text.startsWith("[", position) ? bracketed(position, end, hosts) : plain(position, end, hosts);
            int portEnd = Math.min(end(hostEnd, ","), end);
            boolean hasPort = hostEnd < portEnd;
            ports.add(hasPort ? text.substring(hostEnd + 1, portEnd) : "");
            if (portEnd == end) {
                break;
            }
            position = portEnd + 1;
        }
        put(ConnectionKey.HOST, String.join(",", hosts));
        put(ConnectionKey.PORT, String.join(",", ports));
    }

    private int plain(int start, int end, List<String> hosts) {
        int hostEnd = Math.min(end(start, ":,"), end);
        hosts.add(text.substring(start, hostEnd));
        return hostEnd;
    }

    private int bracketed(int start, int end, List<String> hosts) {
        int close = text.indexOf(']', start);
        if (close < 0 || close >= end) {
            throw DsnErrors.invalid("host: missing \"]\" after an IPv6 address");
        }
        if (close == start + 1) {
            throw DsnErrors.invalid("host: an IPv6 address in brackets must not be empty");
        }
        if (close + 1 < end && text.charAt(close + 1) != ':' && text.charAt(close + 1) != ',') {
            throw DsnErrors.invalid("host: expected \":\", \",\", \"/\" or \"?\" after \"]\"");
        }
        hosts.add(text.substring(start + 1, close));
        return close + 1;
    }

    private void database(int start, int end) {
        refuseAt(start, end);
        if (start < end) {
            put(ConnectionKey.DBNAME, text.substring(start + 1, end));
        }
    }

    private void query(int start) {
        // A literal @ hints at a password with a ? or / in it, whose rest is read here.
        boolean afterSecret = text.indexOf('@', start) >= 0;
        int position = start;
        while (position < text.length()) {
            int end = end(position, "&");
            ConnectionKey key = parameter(text.substring(position, end), afterSecret);
            afterSecret |= key.secret();
            position = end + 1;
        }
    }

    private ConnectionKey parameter(String pair, boolean afterSecret) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
            throw DsnErrors.invalid("missing \"=\" in a parameter after \"?\"");
        }
        String name = PercentDecoder.decode("a key after \"?\"", pair.substring(0, equals));
        String value = pair.substring(equals + 1);
        if (name.equals("ssl") && value.equals("true")) {
            // The spelling of JDBC URLs, which libpq understands too.
            settings.set(ConnectionKey.SSLMODE, "require");
            return ConnectionKey.SSLMODE;
        }
        ConnectionKey key = ConnectionKey.find(name);
        if (key == null) {
            throw DsnErrors.unknownOption(name, " after \"?\"", afterSecret);
        }
        if (value.indexOf('=') >= 0) {
            throw DsnErrors.invalid("extra \"=\" in the value of \"" + key.word() + "\", write it as %3D");
        }
        settings.set(key, PercentDecoder.decode(key.word(), value));
        return key;
    }

    /** An empty part says nothing, so that the environment may. */
    private void put(ConnectionKey key, String encoded) {
        if (!encoded.isEmpty()) {
            settings.set(key, PercentDecoder.decode(key.word(), encoded));
        }
    }

    private void refuseAt(int start, int end) {
        int at = text.indexOf('@', start);
        if (at >= 0 && at < end) {
            throw DsnErrors.invalid("\"@\" in the hosts or the database name; inside a user, password or name write"
                    + " \"@\" as %40 and \"/\" as %2F");
        }
    }

    /** The index of the first of some characters, or the end of the text. */
    private int end(int start, String stops) {
        int index = start;
        while (index < text.length() && stops.indexOf(text.charAt(index)) < 0) {
            index++;
        }
        return index;
    }
}

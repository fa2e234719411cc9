package org.momoko.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@code host}, {@code hostaddr} and {@code port} together. Their lists have the same length; a single port is for
 * all hosts; an empty item stands for the default. Source: libpq, "Specifying Multiple Hosts".
 */
final class HostList {
    private static final int DEFAULT_PORT = 5432;
    private static final int MAX_PORT = 65535;

    private HostList() {}

    static List<HostSpec> of(Settings settings, String defaultHost) {
        List<String> names = items(settings.get(ConnectionKey.HOST));
        List<String> addresses = items(settings.get(ConnectionKey.HOSTADDR));
        List<String> ports = items(settings.get(ConnectionKey.PORT));
        if (!names.isEmpty() && !addresses.isEmpty() && names.size() != addresses.size()) {
            throw settings.invalid(
                    ConnectionKey.HOSTADDR, "has " + addresses.size() + " entries for " + names.size() + " hosts");
        }
        int count = Math.max(1, Math.max(names.size(), addresses.size()));
        if (ports.size() > 1 && ports.size() != count) {
            throw settings.invalid(ConnectionKey.PORT, "has " + ports.size() + " entries for " + count + " hosts");
        }
        List<HostSpec> hosts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String address = address(settings, item(addresses, i));
            String name = item(names, i);
            if (name == null) {
                name = address == null ? defaultHost : address;
            }
            hosts.add(new HostSpec(name, address, port(settings, item(ports, ports.size() == 1 ? 0 : i))));
        }
        return List.copyOf(hosts);
    }

    private static int port(Settings settings, @Nullable String text) {
        return text == null ? DEFAULT_PORT : settings.integer(ConnectionKey.PORT, text, 1, MAX_PORT);
    }

    /** Only what is an address without asking any name service; the JDK does not ask for text with a colon in it. */
    private static @Nullable String address(Settings settings, @Nullable String text) {
        if (text == null || isIpv4(text)) {
            return text;
        }
        String unscoped = text.indexOf('%') < 0 ? text : text.substring(0, text.indexOf('%'));
        if (unscoped.indexOf(':') >= 0 && unscoped.matches("[0-9a-fA-F:.]+")) {
            try {
                InetAddress.getByName(unscoped);
                return text;
            } catch (UnknownHostException e) {
                // Refused below, without the text.
            }
        }
        throw settings.invalid(ConnectionKey.HOSTADDR, "expected numeric IPv4 or IPv6 addresses");
    }

    private static boolean isIpv4(String text) {
        return text.matches("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");
    }

    private static List<String> items(@Nullable String list) {
        return list == null ? List.of() : List.of(list.split(",", -1));
    }

    private static @Nullable String item(List<String> items, int index) {
        if (index >= items.size() || items.get(index).isBlank()) {
            return null;
        }
        return items.get(index).strip();
    }
}

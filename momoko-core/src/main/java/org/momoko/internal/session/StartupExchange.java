package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.momoko.config.AuthMethod;
import org.momoko.config.ConnectConfig;
import org.momoko.error.NotSupportedException;
import org.momoko.error.OperationalException;
import org.momoko.error.ProtocolException;
import org.momoko.internal.auth.ChannelBinding;
import org.momoko.internal.auth.ChannelBindings;
import org.momoko.internal.auth.Md5Authentication;
import org.momoko.internal.auth.ScramChallenge;
import org.momoko.internal.auth.ScramClient;
import org.momoko.internal.auth.ScramKeyCache;
import org.momoko.internal.protocol.AuthenticationRequest;
import org.momoko.internal.protocol.BackendKeyData;
import org.momoko.internal.protocol.BackendMessageType;
import org.momoko.internal.protocol.ErrorResponse;
import org.momoko.internal.protocol.NegotiateProtocolVersion;
import org.momoko.internal.protocol.StartupFrontend;
import org.momoko.internal.protocol.TransactionStatus;

/**
 * From the StartupMessage to the first ReadyForQuery: says who we are, proves it, and takes the server's parameters and
 * the cancel key. Keys are derived from the password on another thread.
 */
public final class StartupExchange extends Exchange<@Nullable Void> {
    private static final String SCRAM_PLUS = "SCRAM-SHA-256-PLUS";

    private final ConnectConfig config;
    private final Login login;
    private final @Nullable X509Certificate serverCertificate;
    private final ScramKeyCache keyCache;
    private final Executor worker;
    private @Nullable ScramClient scram;
    private AuthMethod method = AuthMethod.NONE;
    private boolean authenticated;
    private ScramKeyCache.@Nullable Derivation derivation;

    /**
     * @param serverCertificate of the TLS connection; null without TLS
     * @param worker derives keys, which takes a millisecond or more
     */
    public StartupExchange(
            ConnectConfig config,
            Login login,
            @Nullable X509Certificate serverCertificate,
            ScramKeyCache keyCache,
            Executor worker) {
        this.config = config;
        this.login = login;
        this.serverCertificate = serverCertificate;
        this.keyCache = keyCache;
        this.worker = worker;
    }

    @Override
    protected void encode(Session on, ByteBuf out) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user", login.user());
        parameters.put("database", config.database());
        String applicationName = config.applicationName();
        if (applicationName != null) {
            parameters.put("application_name", applicationName);
        }
        parameters.put("client_encoding", "UTF8");
        parameters.put("DateStyle", "ISO");
        parameters.putAll(config.options());
        StartupFrontend.startup(out, config.maxProtocolVersion().code(), parameters);
    }

    @Override
    protected void message(Session on, byte type, ByteBuf buffer, int index, int length) {
        ByteBuf body = buffer.slice(index, length);
        switch (type) {
            case BackendMessageType.AUTHENTICATION -> authenticate(on, AuthenticationRequest.read(body));
            case BackendMessageType.BACKEND_KEY_DATA -> {
                requireAuthenticated("BackendKeyData");
                on.keyData(BackendKeyData.read(body));
            }
            case BackendMessageType.NEGOTIATE_PROTOCOL_VERSION -> negotiate(NegotiateProtocolVersion.read(body));
            case BackendMessageType.ERROR_RESPONSE -> {
                error(ServerErrors.of(ErrorResponse.read(body), true));
                on.shutDown(error());
            }
            default -> throw unexpected(type, "while connecting");
        }
    }

    /** A server that skips authentication skips what was demanded of it, too. */
    @Override
    protected boolean ready(Session on, TransactionStatus status) {
        requireAuthenticated("ReadyForQuery");
        return true;
    }

    private void requireAuthenticated(String message) {
        if (!authenticated) {
            throw new ProtocolException(message + " came before AuthenticationOk");
        }
    }

    /** The server knows less than we asked for; what we send is the same in all versions. */
    private void negotiate(NegotiateProtocolVersion offer) {
        if (authenticated
                || offer.protocolVersion() >= config.maxProtocolVersion().code()) {
            throw new ProtocolException("NegotiateProtocolVersion: version " + version(offer.protocolVersion())
                    + " offered where " + version(config.maxProtocolVersion().code()) + " was asked for");
        }
        if (offer.protocolVersion() < config.minProtocolVersion().code()) {
            throw new NotSupportedException(
                    "The server speaks protocol " + version(offer.protocolVersion()) + ", min_protocol_version demands "
                            + version(config.minProtocolVersion().code()));
        }
    }

    private static String version(int code) {
        return (code >>> 16) + "." + (code & 0xffff);
    }

    private void authenticate(Session on, AuthenticationRequest request) {
        if (authenticated) {
            throw new ProtocolException("Authentication message after AuthenticationOk");
        }
        if (request instanceof AuthenticationRequest.Ok) {
            authenticated();
        } else if (request instanceof AuthenticationRequest.CleartextPassword) {
            use(AuthMethod.PASSWORD);
            answer(on, out -> StartupFrontend.password(out, password()));
        } else if (request instanceof AuthenticationRequest.Md5Password md5) {
            use(AuthMethod.MD5);
            String response = Md5Authentication.response(login.user(), password(), md5.salt());
            answer(on, out -> StartupFrontend.password(out, response));
        } else if (request instanceof AuthenticationRequest.Sasl sasl) {
            use(AuthMethod.SCRAM_SHA_256);
            beginScram(on, sasl.mechanisms());
        } else if (request instanceof AuthenticationRequest.SaslContinue challenge) {
            continueScram(on, challenge.data());
        } else if (request instanceof AuthenticationRequest.SaslFinal proof) {
            scram().verifyServerFinal(proof.data());
        } else if (request instanceof AuthenticationRequest.Unsupported other) {
            throw new NotSupportedException(
                    "The server asks for authentication by " + other.method() + ", which Momoko does not speak");
        }
    }

    /** AuthenticationOk: whatever was demanded of the authentication must have happened by now. */
    private void authenticated() {
        if (!config.requireAuth().contains(method)) {
            throw refused(method);
        }
        ScramClient client = scram;
        if (client != null && !client.verified()) {
            throw new OperationalException(
                    "The server ended SCRAM authentication without proving that it knows the password");
        }
        boolean bound = client != null && client.mechanism().equals(SCRAM_PLUS);
        if (config.channelBinding() == org.momoko.config.ChannelBinding.REQUIRE && !bound) {
            throw new OperationalException(
                    "channel_binding=require, but the server did not authenticate with channel binding");
        }
        authenticated = true;
        if (derivation != null) {
            derivation.proved();
        }
    }

    private void use(AuthMethod asked) {
        if (method != AuthMethod.NONE) {
            throw new ProtocolException(
                    "The server asks for authentication by " + word(asked) + " after it asked for " + word(method));
        }
        if (!config.requireAuth().contains(asked)) {
            throw refused(asked);
        }
        boolean needsBinding = config.channelBinding() == org.momoko.config.ChannelBinding.REQUIRE;
        if (needsBinding && asked != AuthMethod.SCRAM_SHA_256) {
            throw new OperationalException("channel_binding=require, but the server asks for " + word(asked));
        }
        method = asked;
    }

    private OperationalException refused(AuthMethod asked) {
        return new OperationalException("require_auth does not allow the method that the server uses: " + word(asked));
    }

    private static String word(AuthMethod method) {
        return method.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String password() {
        String password = login.password();
        if (password == null || password.isEmpty()) {
            // as libpq: a server never accepts an empty one
            throw new OperationalException("no password supplied: the server asks for one");
        }
        return password;
    }

    private void beginScram(Session on, List<String> mechanisms) {
        ScramClient client = new ScramClient(binding(mechanisms), ScramClient.DEFAULT_MAX_ITERATIONS);
        if (!mechanisms.contains(client.mechanism())) {
            throw new NotSupportedException("The server offers no SASL mechanism that Momoko speaks: " + mechanisms);
        }
        scram = client;
        answer(on, out -> StartupFrontend.saslInitialResponse(out, client.mechanism(), client.clientFirst()));
    }

    private ChannelBinding binding(List<String> mechanisms) {
        boolean required = config.channelBinding() == org.momoko.config.ChannelBinding.REQUIRE;
        X509Certificate certificate = serverCertificate;
        if (certificate == null || config.channelBinding() == org.momoko.config.ChannelBinding.DISABLE) {
            if (required) {
                throw new OperationalException("channel_binding=require needs TLS");
            }
            return ChannelBinding.NONE;
        }
        Optional<byte[]> hash = ChannelBindings.tlsServerEndPoint(certificate);
        boolean offered = mechanisms.contains(SCRAM_PLUS);
        if (required && (hash.isEmpty() || !offered)) {
            throw new OperationalException("channel_binding=require, but "
                    + (offered ? "the server's certificate has no hash to bind to" : "the server does not offer it"));
        }
        if (hash.isEmpty()) {
            return ChannelBinding.NONE;
        }
        return offered ? ChannelBinding.tlsServerEndPoint(hash.get()) : ChannelBinding.NOT_OFFERED;
    }

    private void continueScram(Session on, byte[] data) {
        ScramClient client = scram();
        ScramChallenge challenge = client.challenge(data);
        String password = password();
        ScramKeyCache.Derivation asked =
                keyCache.derivation(login.user(), password, challenge.salt(), challenge.iterations());
        derivation = asked;
        asked.keys(worker::execute)
                .whenComplete((keys, error) -> on.onLoop(() -> {
                    if (error != null) {
                        failed(on, error);
                        return;
                    }
                    try {
                        answer(on, out -> StartupFrontend.saslResponse(out, client.clientFinal(keys)));
                    } catch (RuntimeException e) {
                        failed(on, e);
                    }
                }));
    }

    private ScramClient scram() {
        ScramClient client = scram;
        if (client == null) {
            throw new ProtocolException("SASL message without a SASL exchange");
        }
        return client;
    }

    private void failed(Session on, Throwable failure) {
        error(failure);
        on.shutDown(failure);
    }

    private interface Answer {
        void encode(ByteBuf out);
    }

    private static void answer(Session on, Answer answer) {
        if (on.state() != SessionState.STARTING) {
            return;
        }
        ByteBuf out = on.allocate();
        try {
            answer.encode(out);
        } catch (RuntimeException e) {
            out.release();
            throw e;
        }
        on.write(out);
    }

    @Override
    protected @Nullable Void result() {
        return null;
    }

    @Override
    protected Throwable unanswered(String peer, @Nullable Throwable reason) {
        return reason == null || reason instanceof IOException || reason.getCause() instanceof IOException
                ? new UnexpectedEndException(reason)
                : reason;
    }
}

/** An asynchronous PostgreSQL client and connection pool. */
module org.momoko.core {
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires static io.netty.transport.classes.epoll;
    requires static io.netty.transport.unix.common;
    requires jdk.net;
    requires static tools.jackson.databind;

    exports org.momoko;
    exports org.momoko.api;
    exports org.momoko.config;
    exports org.momoko.error;
    exports org.momoko.event;
    exports org.momoko.type;
}

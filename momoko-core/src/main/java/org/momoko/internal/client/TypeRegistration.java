package org.momoko.internal.client;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.momoko.api.CursorFactory;
import org.momoko.api.Row;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.sql.ArgumentStyle;
import org.momoko.type.JsonCodec;

/** Changes the codecs of a context, after asking the database for what has to be asked. */
final class TypeRegistration {
    /** Fails with 42704 where the type does not exist; OIDs of extension types differ from database to database. */
    private static final String HSTORE_OIDS =
            "SELECT 'hstore'::regtype::oid::int8 AS hstore_oid, 'hstore[]'::regtype::oid::int8 AS hstore_array_oid";

    private TypeRegistration() {}

    static CompletableFuture<@Nullable Void> json(SessionContext context, JsonCodec codec) {
        context.codecs(context.codecs().withJson(codec));
        return CompletableFuture.completedFuture(null);
    }

    /** @param client asks; the registration goes to {@code context} */
    static CompletableFuture<@Nullable Void> hstore(ClientBase client, SessionContext context) {
        BoundStatement question = new BoundStatement(
                context.texts().get(HSTORE_OIDS, ArgumentStyle.NONE),
                new @Nullable Object[0],
                context.deadline(null),
                null,
                false);
        return client.run(question, CursorFactory.rows()).thenApply(cursor -> {
            Row row = cursor.fetchAll().get(0);
            context.codecs(context.codecs().withHstore((int) row.getLong(0), (int) row.getLong(1)));
            return null;
        });
    }
}

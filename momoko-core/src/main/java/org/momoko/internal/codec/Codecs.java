package org.momoko.internal.codec;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.momoko.error.ParameterException;
import org.momoko.type.Codec;
import org.momoko.type.JsonCodec;
import org.momoko.type.Oid;

/**
 * The codecs of one pool or connection, by OID for columns and by class for parameters. An immutable snapshot: the
 * {@code with} methods give changed copies, and a result keeps the snapshot with which it arrived.
 */
public final class Codecs {
    private static final String JACKSON = "tools.jackson.databind.ObjectMapper";

    private final Map<Integer, ColumnCodec> columns;
    private final Map<Integer, Integer> arrays;
    private final Map<Class<?>, UserParameter<?>> userClasses;
    private final Map<Integer, Codec<?>> userTypes;
    private final @Nullable JsonCodec json;
    private final @Nullable HstoreParameter hstore;

    private Codecs(
            Map<Integer, ColumnCodec> columns,
            Map<Integer, Integer> arrays,
            Map<Class<?>, UserParameter<?>> userClasses,
            Map<Integer, Codec<?>> userTypes,
            @Nullable JsonCodec json,
            @Nullable HstoreParameter hstore) {
        this.columns = columns;
        this.arrays = arrays;
        this.userClasses = userClasses;
        this.userTypes = userTypes;
        this.json = json;
        this.hstore = hstore;
    }

    /** The codecs of {@code pg_catalog}; json by Jackson where that is on the class path, otherwise as String. */
    public static Codecs standard() {
        return Standard.INSTANCE;
    }

    /** The codec of a column type; for a type that is not known one that gives its text form as String. */
    public ColumnCodec byOid(int oid) {
        ColumnCodec codec = columns.get(oid);
        return codec != null ? codec : TextColumn.textOnly("with OID " + Integer.toUnsignedString(oid));
    }

    /** A copy in which a JsonCodec reads json, jsonb and their arrays, and writes {@code Json.of}. */
    public Codecs withJson(JsonCodec codec) {
        Map<Integer, ColumnCodec> changed = new HashMap<>(columns);
        StandardColumns.putJson(changed, codec);
        return new Codecs(changed, arrays, userClasses, userTypes, codec, hstore);
    }

    /** A copy that reads hstore as Map and writes maps of strings as hstore; the OIDs differ in every database. */
    public Codecs withHstore(int oid, int arrayOid) {
        Map<Integer, ColumnCodec> changed = new HashMap<>(columns);
        ColumnCodec column = new HstoreColumn();
        changed.put(oid, column);
        changed.put(arrayOid, new ArrayColumn(column, oid, ','));
        Map<Integer, Integer> changedArrays = new HashMap<>(arrays);
        changedArrays.put(oid, arrayOid);
        return new Codecs(changed, changedArrays, userClasses, userTypes, json, new HstoreParameter(oid));
    }

    /**
     * A copy in which a user's codec reads the columns of a type and writes the values of its class, in place of what did
     * before.
     *
     * @param arrayOid 0 if the type has no array type
     */
    public Codecs with(int oid, int arrayOid, Codec<?> user) {
        Map<Integer, ColumnCodec> changed = new HashMap<>(columns);
        ColumnCodec column = new UserColumn(user);
        changed.put(oid, column);
        Map<Integer, Integer> changedArrays = new HashMap<>(arrays);
        Map<Integer, Codec<?>> changedTypes = new HashMap<>(userTypes);
        changedTypes.put(oid, user);
        if (arrayOid != 0) {
            changed.put(arrayOid, new ArrayColumn(column, oid, ','));
            changedArrays.put(oid, arrayOid);
            changedTypes.put(arrayOid, user);
        }
        Map<Class<?>, UserParameter<?>> changedClasses = new HashMap<>(userClasses);
        changedClasses.put(user.javaType(), new UserParameter<>(oid, user));
        return new Codecs(changed, changedArrays, changedClasses, changedTypes, json, hstore);
    }

    @Nullable
    JsonCodec json() {
        return json;
    }

    /** The array type of an element type; {@link Parameters#UNBINDABLE} if there is none. */
    int arrayOf(int elementOid) {
        return arrays.getOrDefault(elementOid, Parameters.UNBINDABLE);
    }

    /** The element type of an array type; {@link Oid#UNSPECIFIED} if it is none. */
    int elementOf(int arrayOid) {
        return columns.get(arrayOid) instanceof ArrayColumn array ? array.elementOid() : Oid.UNSPECIFIED;
    }

    /** True if the OID is that of a user's type with a binary form, or of its array. */
    boolean userBinary(int oid) {
        Codec<?> user = userTypes.get(oid);
        return user != null && user.binary();
    }

    /** @throws ParameterException if values of this class cannot be parameters */
    @SuppressWarnings("unchecked")
    ParameterType<Object> parameterType(Object value) {
        ParameterType<?> type = userClasses.isEmpty() ? null : userType(value);
        if (type == null) {
            type = ParameterTypes.of(value.getClass());
        }
        if (type == null && value instanceof Map) {
            if (hstore == null) {
                throw new ParameterException(
                        "can't adapt type '" + value.getClass().getName() + "': register hstore or use Json.of");
            }
            type = hstore;
        }
        if (type == null) {
            throw new ParameterException("can't adapt type '" + value.getClass().getName() + "'");
        }
        return (ParameterType<Object>) type;
    }

    private @Nullable ParameterType<?> userType(Object value) {
        for (Class<?> type = value.getClass(); type != null; type = type.getSuperclass()) {
            ParameterType<?> found = userClasses.get(type);
            if (found != null) {
                return found;
            }
        }
        for (Map.Entry<Class<?>, UserParameter<?>> entry : userClasses.entrySet()) {
            if (entry.getKey().isInterface() && entry.getKey().isInstance(value)) {
                return entry.getValue();
            }
        }
        return null;
    }

    /** Made when first asked for, so that Jackson is looked for once and only by those who need codecs. */
    private static final class Standard {
        static final Codecs INSTANCE = create();

        private static Codecs create() {
            StandardColumns standard = StandardColumns.create();
            JsonCodec json = jackson();
            StandardColumns.putJson(standard.columns(), json);
            return new Codecs(standard.columns(), standard.arrays(), Map.of(), Map.of(), json, null);
        }

        private static @Nullable JsonCodec jackson() {
            try {
                Class.forName(JACKSON, false, Codecs.class.getClassLoader());
            } catch (ClassNotFoundException absent) {
                return null;
            }
            return new JacksonJsonCodec();
        }
    }
}

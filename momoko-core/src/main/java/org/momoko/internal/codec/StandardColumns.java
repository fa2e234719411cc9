package org.momoko.internal.codec;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.momoko.type.JsonCodec;
import org.momoko.type.Oid;

/** The codecs of the types of {@code pg_catalog} and their arrays. */
final class StandardColumns {
    private final Map<Integer, ColumnCodec> columns = new HashMap<>();
    private final Map<Integer, Integer> arrays = new HashMap<>();

    private StandardColumns() {
        numbers();
        texts();
        times();
        ranges();
        add(Oid.BOOL, Oid.BOOL_ARRAY, new BooleanColumn());
        add(Oid.BYTEA, Oid.BYTEA_ARRAY, new ByteaColumn());
        add(Oid.UUID, Oid.UUID_ARRAY, new UuidColumn());
        add(Oid.INET, Oid.INET_ARRAY, new InetColumn("inet"));
        add(Oid.CIDR, Oid.CIDR_ARRAY, new InetColumn("cidr"));
        add(Oid.BOX, 0, TextColumn.textOnly("box"));
        // The only type of the server whose delimiter in arrays is not a comma.
        columns.put(Oid.BOX_ARRAY, new ArrayColumn(TextColumn.textOnly("box"), Oid.BOX, ';'));
    }

    static StandardColumns create() {
        return new StandardColumns();
    }

    Map<Integer, ColumnCodec> columns() {
        return columns;
    }

    /** Array OIDs by element OID. */
    Map<Integer, Integer> arrays() {
        return arrays;
    }

    /** Puts the codecs of json and jsonb, which depend on the pool's JsonCodec. */
    static void putJson(Map<Integer, ColumnCodec> columns, @Nullable JsonCodec codec) {
        ColumnCodec json = new JsonColumn(false, codec);
        ColumnCodec jsonb = new JsonColumn(true, codec);
        columns.put(Oid.JSON, json);
        columns.put(Oid.JSON_ARRAY, new ArrayColumn(json, Oid.JSON, ','));
        columns.put(Oid.JSONB, jsonb);
        columns.put(Oid.JSONB_ARRAY, new ArrayColumn(jsonb, Oid.JSONB, ','));
    }

    private void numbers() {
        add(Oid.INT2, Oid.INT2_ARRAY, IntegerColumn.int2());
        add(Oid.INT4, Oid.INT4_ARRAY, IntegerColumn.int4());
        add(Oid.INT8, Oid.INT8_ARRAY, IntegerColumn.int8());
        add(Oid.OID, Oid.OID_ARRAY, IntegerColumn.oid());
        add(Oid.FLOAT4, Oid.FLOAT4_ARRAY, FloatColumn.float4());
        add(Oid.FLOAT8, Oid.FLOAT8_ARRAY, FloatColumn.float8());
        add(Oid.NUMERIC, Oid.NUMERIC_ARRAY, new NumericColumn());
    }

    private void texts() {
        add(Oid.TEXT, Oid.TEXT_ARRAY, TextColumn.sameInBinary("text"));
        add(Oid.VARCHAR, Oid.VARCHAR_ARRAY, TextColumn.sameInBinary("varchar"));
        add(Oid.BPCHAR, Oid.BPCHAR_ARRAY, TextColumn.sameInBinary("bpchar"));
        add(Oid.NAME, Oid.NAME_ARRAY, TextColumn.sameInBinary("name"));
        add(Oid.UNKNOWN, 0, TextColumn.sameInBinary("unknown"));
        text(Oid.CHAR, Oid.CHAR_ARRAY, "\"char\"");
        text(Oid.XML, Oid.XML_ARRAY, "xml");
        text(Oid.MONEY, Oid.MONEY_ARRAY, "money");
        text(Oid.BIT, Oid.BIT_ARRAY, "bit");
        text(Oid.VARBIT, Oid.VARBIT_ARRAY, "varbit");
        text(Oid.POINT, Oid.POINT_ARRAY, "point");
        text(Oid.LSEG, Oid.LSEG_ARRAY, "lseg");
        text(Oid.PATH, Oid.PATH_ARRAY, "path");
        text(Oid.POLYGON, Oid.POLYGON_ARRAY, "polygon");
        text(Oid.LINE, Oid.LINE_ARRAY, "line");
        text(Oid.CIRCLE, Oid.CIRCLE_ARRAY, "circle");
        text(Oid.MACADDR, Oid.MACADDR_ARRAY, "macaddr");
        text(Oid.MACADDR8, Oid.MACADDR8_ARRAY, "macaddr8");
        text(Oid.TSVECTOR, Oid.TSVECTOR_ARRAY, "tsvector");
        text(Oid.TSQUERY, Oid.TSQUERY_ARRAY, "tsquery");
        text(Oid.JSONPATH, Oid.JSONPATH_ARRAY, "jsonpath");
        text(Oid.ACLITEM, Oid.ACLITEM_ARRAY, "aclitem");
        text(Oid.REFCURSOR, Oid.REFCURSOR_ARRAY, "refcursor");
        text(Oid.REGPROC, Oid.REGPROC_ARRAY, "regproc");
        text(Oid.REGCLASS, Oid.REGCLASS_ARRAY, "regclass");
        text(Oid.REGTYPE, Oid.REGTYPE_ARRAY, "regtype");
        text(Oid.REGROLE, Oid.REGROLE_ARRAY, "regrole");
        text(Oid.REGNAMESPACE, Oid.REGNAMESPACE_ARRAY, "regnamespace");
        text(Oid.TID, Oid.TID_ARRAY, "tid");
        text(Oid.XID, Oid.XID_ARRAY, "xid");
        text(Oid.CID, Oid.CID_ARRAY, "cid");
        text(Oid.XID8, Oid.XID8_ARRAY, "xid8");
        text(Oid.PG_LSN, Oid.PG_LSN_ARRAY, "pg_lsn");
        text(Oid.PG_SNAPSHOT, Oid.PG_SNAPSHOT_ARRAY, "pg_snapshot");
        text(Oid.RECORD, Oid.RECORD_ARRAY, "record");
        text(Oid.INT4MULTIRANGE, Oid.INT4MULTIRANGE_ARRAY, "int4multirange");
        text(Oid.INT8MULTIRANGE, Oid.INT8MULTIRANGE_ARRAY, "int8multirange");
        text(Oid.NUMMULTIRANGE, Oid.NUMMULTIRANGE_ARRAY, "nummultirange");
        text(Oid.DATEMULTIRANGE, Oid.DATEMULTIRANGE_ARRAY, "datemultirange");
        text(Oid.TSMULTIRANGE, Oid.TSMULTIRANGE_ARRAY, "tsmultirange");
        text(Oid.TSTZMULTIRANGE, Oid.TSTZMULTIRANGE_ARRAY, "tstzmultirange");
    }

    private void times() {
        add(Oid.DATE, Oid.DATE_ARRAY, new DateColumn());
        add(Oid.TIME, Oid.TIME_ARRAY, new TimeColumn());
        add(Oid.TIMETZ, Oid.TIMETZ_ARRAY, new TimetzColumn());
        add(Oid.TIMESTAMP, Oid.TIMESTAMP_ARRAY, new TimestampColumn());
        add(Oid.TIMESTAMPTZ, Oid.TIMESTAMPTZ_ARRAY, new TimestamptzColumn());
        add(Oid.INTERVAL, Oid.INTERVAL_ARRAY, new IntervalColumn());
    }

    private void ranges() {
        add(Oid.INT4RANGE, Oid.INT4RANGE_ARRAY, new RangeColumn("int4range", IntegerColumn.int4()));
        add(Oid.INT8RANGE, Oid.INT8RANGE_ARRAY, new RangeColumn("int8range", IntegerColumn.int8()));
        add(Oid.NUMRANGE, Oid.NUMRANGE_ARRAY, new RangeColumn("numrange", new NumericColumn()));
        add(Oid.DATERANGE, Oid.DATERANGE_ARRAY, new RangeColumn("daterange", new DateColumn()));
        add(Oid.TSRANGE, Oid.TSRANGE_ARRAY, new RangeColumn("tsrange", new TimestampColumn()));
        add(Oid.TSTZRANGE, Oid.TSTZRANGE_ARRAY, new RangeColumn("tstzrange", new TimestamptzColumn()));
    }

    private void text(int oid, int arrayOid, String typeName) {
        add(oid, arrayOid, TextColumn.textOnly(typeName));
    }

    private void add(int oid, int arrayOid, ColumnCodec codec) {
        columns.put(oid, codec);
        if (arrayOid != 0) {
            columns.put(arrayOid, new ArrayColumn(codec, oid, ','));
            arrays.put(oid, arrayOid);
        }
    }
}

package org.momoko.internal.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.momoko.type.Inet;
import org.momoko.type.Interval;
import org.momoko.type.Json;
import org.momoko.type.Range;
import org.momoko.type.Sql;
import org.momoko.type.Tuple;

/** The Java classes that can be parameters without registration; found by class, then by supertype. */
final class ParameterTypes {
    private static final ListParameter LIST = new ListParameter();
    private static final TextParameter TEXT = new TextParameter();

    /** In the order in which supertypes are tried. */
    private static final Map<Class<?>, ParameterType<?>> BY_CLASS = byClass();

    /** Keeps no class from being unloaded, unlike a map. */
    private static final ClassValue<Optional<ParameterType<?>>> CACHE = new ClassValue<>() {
        @Override
        protected Optional<ParameterType<?>> computeValue(Class<?> type) {
            return Optional.ofNullable(find(type));
        }
    };

    private ParameterTypes() {}

    /** How values of a class are written; null if there is no way. */
    static @Nullable ParameterType<?> of(Class<?> type) {
        return CACHE.get(type).orElse(null);
    }

    private static @Nullable ParameterType<?> find(Class<?> type) {
        ParameterType<?> exact = BY_CLASS.get(type);
        if (exact != null) {
            return exact;
        }
        if (Set.class.isAssignableFrom(type)) {
            return null;
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return LIST;
        }
        if (Enum.class.isAssignableFrom(type) || CharSequence.class.isAssignableFrom(type)) {
            return TEXT;
        }
        for (Map.Entry<Class<?>, ParameterType<?>> entry : BY_CLASS.entrySet()) {
            if (entry.getKey().isAssignableFrom(type)) {
                return entry.getValue();
            }
        }
        return null;
    }

    private static Map<Class<?>, ParameterType<?>> byClass() {
        Map<Class<?>, ParameterType<?>> types = new LinkedHashMap<>();
        types.put(String.class, TEXT);
        types.put(Character.class, TEXT);
        IntegerParameter integer = new IntegerParameter();
        types.put(Integer.class, integer);
        types.put(Long.class, integer);
        types.put(Short.class, integer);
        types.put(Byte.class, integer);
        types.put(BigInteger.class, integer);
        types.put(AtomicInteger.class, integer);
        types.put(AtomicLong.class, integer);
        FloatingParameter floating = new FloatingParameter();
        types.put(Double.class, floating);
        types.put(Float.class, floating);
        types.put(BigDecimal.class, new DecimalParameter());
        types.put(Boolean.class, new BooleanParameter());
        types.put(LocalDate.class, new DateTimeParameters.DateParameter());
        types.put(LocalTime.class, new DateTimeParameters.TimeParameter());
        types.put(OffsetTime.class, new DateTimeParameters.TimetzParameter());
        types.put(LocalDateTime.class, new DateTimeParameters.TimestampParameter());
        DateTimeParameters.TimestamptzParameter timestamptz = new DateTimeParameters.TimestamptzParameter();
        types.put(OffsetDateTime.class, timestamptz);
        types.put(ZonedDateTime.class, timestamptz);
        types.put(Instant.class, timestamptz);
        types.put(Date.class, timestamptz);
        IntervalParameter interval = new IntervalParameter();
        types.put(Interval.class, interval);
        types.put(Duration.class, interval);
        types.put(Period.class, interval);
        BytesParameter bytes = new BytesParameter();
        types.put(byte[].class, bytes);
        types.put(ByteBuffer.class, bytes);
        types.put(UUID.class, new UuidParameter());
        InetParameter inet = new InetParameter();
        types.put(InetAddress.class, inet);
        types.put(Inet.class, inet);
        types.put(Json.class, new JsonParameter());
        types.put(Range.class, new RangeParameter());
        types.put(Tuple.class, new UnboundParameters.TupleParameter());
        types.put(Sql.class, new UnboundParameters.SqlParameter());
        return types;
    }
}

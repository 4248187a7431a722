package ajar.engine.field;

import ajar.engine.time.WireTime;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Codecs of moments and dates.
final class TimeCodecs {
    private TimeCodecs() {}

    /// Statements that were prepared on the server send binary results, in which a moment is the number
    /// of microseconds since 2000. Taking them as they are saves the driver's detour over calendar
    /// fields.
    record InstantCodec(Function<Instant, String> format) implements Codec<Instant> {
        private static final VarHandle MICROS =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
        private static final long POSTGRES_EPOCH = 946_684_800;

        @Override
        public Instant parse(JsonNode json) {
            if (!json.isString()) {
                throw new Rejected("Invalid ISO 8601 datetime.");
            }
            return WireTime.toMillis(parseText(json.stringValue(), ZoneOffset.UTC));
        }

        @Override
        public Instant parseText(String text, ZoneOffset zone) {
            var moment = WireTime.parse(text, zone);
            if (moment == null) {
                throw new Rejected("Invalid ISO 8601 datetime.");
            }
            return moment;
        }

        @Override
        public void write(Instant value, JsonGenerator out) {
            out.writeString(format.apply(value));
        }

        @Override
        public @Nullable Instant read(ResultSet row, int column) throws SQLException {
            byte[] value = row.getBytes(column);
            if (value == null) {
                return null;
            }
            return value.length == Long.BYTES
                    ? ofMicros((long) MICROS.get(value, 0))
                    : row.getObject(column, OffsetDateTime.class).toInstant();
        }

        private static Instant ofMicros(long micros) {
            return Instant.ofEpochSecond(
                    POSTGRES_EPOCH + Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
        }

        @Override
        public Object parameter(Instant value) {
            return value;
        }

        @Override
        public ObjectNode schema() {
            return Codecs.schema("string").put("format", "date-time");
        }

        @Override
        public String sqlType() {
            return "timestamptz";
        }
    }

    record DateCodec() implements Codec<LocalDate> {
        @Override
        public LocalDate parse(JsonNode json) {
            if (!json.isString()) {
                throw new Rejected("Could not parse datetime");
            }
            return parseText(json.stringValue(), ZoneOffset.UTC);
        }

        @Override
        public LocalDate parseText(String text, ZoneOffset zone) {
            var date = WireTime.parseDate(text);
            if (date == null) {
                throw new Rejected("Could not parse datetime");
            }
            return date;
        }

        @Override
        public void write(LocalDate value, JsonGenerator out) {
            out.writeString(value.toString());
        }

        @Override
        public @Nullable LocalDate read(ResultSet row, int column) throws SQLException {
            return row.getObject(column, LocalDate.class);
        }

        @Override
        public Object parameter(LocalDate value) {
            return value;
        }

        @Override
        public ObjectNode schema() {
            return Codecs.schema("string").put("format", "date");
        }

        @Override
        public String sqlType() {
            return "date";
        }
    }
}

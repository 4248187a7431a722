package ajar.engine.field;

import ajar.engine.json.Json;
import ajar.engine.sql.Sql;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The kinds of values there are.
public final class Codecs {
    /// Texts longer than this are refused wherever a field does not say otherwise.
    public static final int LONGEST_TEXT = 1_048_576;

    /// Free text of at most [#LONGEST_TEXT] characters.
    public static final Codec<String> TEXT = text(LONGEST_TEXT);

    /// An object id. Any text is taken; whether the object exists is asked later.
    public static final Codec<String> ID = text(200);

    /// A date-time printed with `+00:00`.
    public static final Codec<Instant> INSTANT = new InstantCodec(WireTime::withOffset);

    /// A date-time printed without an offset.
    public static final Codec<Instant> NAIVE_INSTANT = new InstantCodec(WireTime::naive);

    public static final Codec<LocalDate> DATE = new DateCodec();
    public static final Codec<Boolean> BOOL = new BoolCodec();
    public static final Codec<Long> WHOLE = whole(Long.MIN_VALUE, Long.MAX_VALUE);

    /// A list of texts, kept in an SQL array.
    public static final Codec<List<String>> TEXTS = texts(1000, 1000);

    /// Any JSON document, kept as it is.
    public static final Codec<JsonNode> DOCUMENT = new DocumentCodec(UnaryOperator.identity(), Json::object);

    /// A JSON document that an SQL expression puts together: written anew, so that it has no spaces of
    /// PostgreSQL's.
    public static final Codec<JsonNode> DERIVED = new DerivedCodec();

    private Codecs() {}

    /// Free text of at most `longest` characters.
    public static Codec<String> text(int longest) {
        return text(longest, UnaryOperator.identity());
    }

    /// Text of at most `longest` characters that `check` normalises or refuses with [Rejected].
    public static Codec<String> text(int longest, UnaryOperator<String> check) {
        return new StringCodec.TextCodec(longest, check);
    }

    /// One of a closed set of words.
    public static Codec<String> choice(Collection<String> words) {
        return new StringCodec.ChoiceCodec(List.copyOf(words));
    }

    /// A whole number within bounds, both included.
    public static Codec<Long> whole(long least, long most) {
        return new WholeCodec(least, most);
    }

    /// A list of at most `most` texts of at most `longest` characters each.
    public static Codec<List<String>> texts(int most, int longest) {
        return new TextsCodec(most, text(longest));
    }

    /// A list of words out of a closed set.
    public static Codec<List<String>> choices(Collection<String> words) {
        return new TextsCodec(words.size(), new StringCodec.ChoiceCodec(List.copyOf(words)));
    }

    /// A JSON document that `check` normalises or refuses with [Rejected]; `schema` describes it.
    public static Codec<JsonNode> document(
            UnaryOperator<JsonNode> check, java.util.function.Supplier<ObjectNode> schema) {
        return new DocumentCodec(check, schema);
    }

    /// Text that PostgreSQL and JSON can both hold, or a refusal.
    static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new Rejected("Value must not contain NUL characters.");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new Rejected("Value must be valid Unicode.");
                }
                i++;
            }
        }
        return text;
    }

    /// Refuses every text within a document that PostgreSQL cannot hold, keys included.
    static JsonNode clean(JsonNode node) {
        if (node.isString()) {
            clean(node.stringValue());
        } else if (node.isObject()) {
            node.properties().forEach(property -> {
                clean(property.getKey());
                clean(property.getValue());
            });
        } else if (node.isArray()) {
            node.forEach(Codecs::clean);
        }
        return node;
    }

    private static ObjectNode schema(String type) {
        return Json.object().put("type", type);
    }

    /// Statements that were prepared on the server send binary results, in which a moment is the number
    /// of microseconds since 2000. Taking them as they are saves the driver's detour over calendar
    /// fields.
    private record InstantCodec(Function<Instant, String> format) implements Codec<Instant> {
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

    private record DateCodec() implements Codec<LocalDate> {
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

    private record BoolCodec() implements Codec<Boolean> {
        @Override
        public Boolean parse(JsonNode json) {
            if (!json.isBoolean()) {
                throw new Rejected("Value must be of bool type.");
            }
            return json.booleanValue();
        }

        @Override
        public Boolean parseText(String text, ZoneOffset zone) {
            return !text.toLowerCase(Locale.ROOT).equals("false");
        }

        @Override
        public void write(Boolean value, JsonGenerator out) {
            out.writeBoolean(value);
        }

        @Override
        public @Nullable Boolean read(ResultSet row, int column) throws SQLException {
            boolean value = row.getBoolean(column);
            return row.wasNull() ? null : value;
        }

        @Override
        public Object parameter(Boolean value) {
            return value;
        }

        @Override
        public ObjectNode schema() {
            return Codecs.schema("boolean");
        }

        @Override
        public String sqlType() {
            return "boolean";
        }
    }

    private record WholeCodec(long least, long most) implements Codec<Long> {
        @Override
        public Long parse(JsonNode json) {
            if (!json.isIntegralNumber()) {
                throw new Rejected("Value must be of int type.");
            }
            if (!json.canConvertToLong()) {
                throw new Rejected(
                        json.bigIntegerValue().signum() < 0
                                ? "The value must be at least " + least + "."
                                : "The value must not be larger than " + most + ".");
            }
            return within(json.longValue());
        }

        private Long within(long value) {
            if (value < least) {
                throw new Rejected("The value must be at least " + least + ".");
            }
            if (value > most) {
                throw new Rejected("The value must not be larger than " + most + ".");
            }
            return value;
        }

        @Override
        public Long parseText(String text, ZoneOffset zone) {
            try {
                return within(Long.parseLong(text.strip()));
            } catch (NumberFormatException malformed) {
                throw new Rejected("Value must be of int type.");
            }
        }

        @Override
        public void write(Long value, JsonGenerator out) {
            out.writeNumber(value);
        }

        @Override
        public @Nullable Long read(ResultSet row, int column) throws SQLException {
            long value = row.getLong(column);
            return row.wasNull() ? null : value;
        }

        @Override
        public Object parameter(Long value) {
            return value;
        }

        @Override
        public ObjectNode schema() {
            var schema = Codecs.schema("integer");
            if (least != Long.MIN_VALUE) {
                schema.put("minimum", least);
            }
            if (most != Long.MAX_VALUE) {
                schema.put("maximum", most);
            }
            return schema;
        }

        @Override
        public String sqlType() {
            return "bigint";
        }
    }

    private record TextsCodec(int most, Codec<String> item) implements Codec<List<String>> {
        @Override
        public List<String> parse(JsonNode json) {
            if (!json.isArray()) {
                throw new Rejected("Value must be of list type.");
            }
            if (json.size() > most) {
                throw new Rejected("List is too long.");
            }
            List<String> values = new ArrayList<>();
            var errors = Json.object();
            for (int i = 0; i < json.size(); i++) {
                try {
                    values.add(item.parse(json.get(i)));
                } catch (Rejected rejected) {
                    errors.set(Integer.toString(i), rejected.detail());
                }
            }
            if (!errors.isEmpty()) {
                throw new Rejected(Json.object().set("errors", errors));
            }
            return List.copyOf(values);
        }

        @Override
        public List<String> parseText(String text, ZoneOffset zone) {
            return Arrays.stream(text.split(",", -1))
                    .map(part -> item.parseText(part, zone))
                    .toList();
        }

        @Override
        public void write(List<String> value, JsonGenerator out) {
            out.writeStartArray();
            value.forEach(out::writeString);
            out.writeEndArray();
        }

        @Override
        public @Nullable List<String> read(ResultSet row, int column) throws SQLException {
            var array = row.getArray(column);
            return array == null ? null : List.of((String[]) array.getArray());
        }

        @Override
        public Object parameter(List<String> value) {
            return value;
        }

        @Override
        public ObjectNode schema() {
            return Codecs.schema("array").put("maxItems", most).set("items", item.schema());
        }

        @Override
        public String sqlType() {
            return "text[]";
        }
    }

    private record DocumentCodec(UnaryOperator<JsonNode> check, java.util.function.Supplier<ObjectNode> description)
            implements Codec<JsonNode> {
        @Override
        public JsonNode parse(JsonNode json) {
            return check.apply(clean(json));
        }

        @Override
        public JsonNode parseText(String text, ZoneOffset zone) {
            return Json.object().stringNode(text);
        }

        @Override
        public void write(JsonNode value, JsonGenerator out) {
            out.writePOJO(value);
        }

        @Override
        public @Nullable JsonNode read(ResultSet row, int column) throws SQLException {
            String text = row.getString(column);
            return text == null ? null : Json.parse(text);
        }

        @Override
        public void copy(ResultSet row, int column, JsonGenerator out) throws SQLException {
            byte[] utf8 = row.getBytes(column);
            if (utf8 == null) {
                out.writeNull();
            } else {
                out.writeRawValue(new Utf8(utf8));
            }
        }

        @Override
        public Object parameter(JsonNode value) {
            return new Sql.JsonText(Json.text(value));
        }

        @Override
        public ObjectNode schema() {
            return description.get();
        }

        @Override
        public String sqlType() {
            return "json";
        }
    }

    private record DerivedCodec() implements Codec<JsonNode> {
        @Override
        public JsonNode parse(JsonNode json) {
            return DOCUMENT.parse(json);
        }

        @Override
        public JsonNode parseText(String text, ZoneOffset zone) {
            return DOCUMENT.parseText(text, zone);
        }

        @Override
        public void write(JsonNode value, JsonGenerator out) {
            DOCUMENT.write(value, out);
        }

        @Override
        public @Nullable JsonNode read(ResultSet row, int column) throws SQLException {
            return DOCUMENT.read(row, column);
        }

        @Override
        public Object parameter(JsonNode value) {
            return DOCUMENT.parameter(value);
        }

        @Override
        public ObjectNode schema() {
            return Json.object();
        }

        @Override
        public String sqlType() {
            return "json";
        }
    }
}

package ajar.engine.field;

import ajar.engine.json.Json;
import ajar.engine.time.WireTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
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
    public static final Codec<Instant> INSTANT = new TimeCodecs.InstantCodec(WireTime::withOffset);

    /// A date-time printed without an offset.
    public static final Codec<Instant> NAIVE_INSTANT = new TimeCodecs.InstantCodec(WireTime::naive);

    public static final Codec<LocalDate> DATE = new TimeCodecs.DateCodec();
    public static final Codec<Boolean> BOOL = new BoolCodec();
    public static final Codec<Long> WHOLE = whole(Long.MIN_VALUE, Long.MAX_VALUE);

    /// A list of texts, kept in an SQL array.
    public static final Codec<List<String>> TEXTS = texts(1000, 1000);

    /// Any JSON document, kept as it is.
    public static final Codec<JsonNode> DOCUMENT =
            new DocumentCodecs.DocumentCodec(UnaryOperator.identity(), Json::object);

    /// A JSON document that an SQL expression puts together: written anew, so that it has no spaces of
    /// PostgreSQL's.
    public static final Codec<JsonNode> DERIVED = new DocumentCodecs.DerivedCodec();

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
        return new DocumentCodecs.DocumentCodec(check, schema);
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

    static ObjectNode schema(String type) {
        return Json.object().put("type", type);
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
}

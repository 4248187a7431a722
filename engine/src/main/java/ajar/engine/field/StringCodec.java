package ajar.engine.field;

import ajar.engine.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What all values that are texts have in common. A column goes to the answer as the bytes it has.
interface StringCodec extends Codec<String> {
    @Override
    default String parse(JsonNode json) {
        if (!json.isString()) {
            throw new Rejected("Value must be of str type.");
        }
        return parseText(json.stringValue(), ZoneOffset.UTC);
    }

    @Override
    default void write(String value, JsonGenerator out) {
        out.writeString(value);
    }

    @Override
    default @Nullable String read(ResultSet row, int column) throws SQLException {
        return row.getString(column);
    }

    @Override
    default void copy(ResultSet row, int column, JsonGenerator out) throws SQLException {
        byte[] utf8 = row.getBytes(column);
        if (utf8 == null) {
            out.writeNull();
        } else {
            out.writeUTF8String(utf8, 0, utf8.length);
        }
    }

    @Override
    default Object parameter(String value) {
        return value;
    }

    @Override
    default String sqlType() {
        return "text";
    }

    /// Free text of at most `longest` characters that `check` normalises or refuses.
    record TextCodec(int longest, UnaryOperator<String> check) implements StringCodec {
        @Override
        public String parseText(String text, ZoneOffset zone) {
            if (text.codePointCount(0, text.length()) > longest) {
                throw new Rejected("The value must be no longer than " + longest + " characters.");
            }
            return check.apply(Codecs.clean(text));
        }

        @Override
        public ObjectNode schema() {
            return Json.object().put("type", "string").put("maxLength", longest);
        }
    }

    /// One of a closed set of words.
    record ChoiceCodec(List<String> words) implements StringCodec {
        @Override
        public String parseText(String text, ZoneOffset zone) {
            if (!words.contains(text)) {
                throw new Rejected("Not a valid choice.");
            }
            return text;
        }

        @Override
        public ObjectNode schema() {
            var schema = Json.object().put("type", "string");
            words.forEach(schema.putArray("enum")::add);
            return schema;
        }
    }
}

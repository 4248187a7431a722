package ajar.engine.field;

import ajar.engine.json.Json;
import ajar.engine.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Codecs of values that are JSON themselves.
final class DocumentCodecs {
    private DocumentCodecs() {}

    record DocumentCodec(UnaryOperator<JsonNode> check, java.util.function.Supplier<ObjectNode> description)
            implements Codec<JsonNode> {
        @Override
        public JsonNode parse(JsonNode json) {
            return check.apply(Codecs.clean(json));
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

    record DerivedCodec() implements Codec<JsonNode> {
        @Override
        public JsonNode parse(JsonNode json) {
            return Codecs.DOCUMENT.parse(json);
        }

        @Override
        public JsonNode parseText(String text, ZoneOffset zone) {
            return Codecs.DOCUMENT.parseText(text, zone);
        }

        @Override
        public void write(JsonNode value, JsonGenerator out) {
            Codecs.DOCUMENT.write(value, out);
        }

        @Override
        public @Nullable JsonNode read(ResultSet row, int column) throws SQLException {
            return Codecs.DOCUMENT.read(row, column);
        }

        @Override
        public Object parameter(JsonNode value) {
            return Codecs.DOCUMENT.parameter(value);
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

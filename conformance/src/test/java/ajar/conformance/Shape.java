package ajar.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The formats of the wire, and the comparison of an answer with a sample of the documentation.
enum Shape {
    /// Activities, leads, contacts: to the millisecond, six digits, with offset, no fraction when it is
    /// zero.
    DATE_TIME("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.(?!000000)\\d{6})?\\+00:00"),
    /// The envelope of events: no offset, microseconds.
    NAIVE_DATE_TIME("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.(?!000000)\\d{6})?"),
    /// The date of an email as its header writes it.
    MAIL_DATE("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d \\+0000"),
    LONG_ID("[a-z]+_[0-9A-Za-z]{43}"),
    SHORT_ID("[a-z0-9]+_[0-9A-Za-z]{22}"),
    MESSAGE_ID("<[^<>\\s]+@[^<>\\s]+>"),
    URL("https?://\\S+"),
    EMAIL("[^@\\s]+@[^@\\s]+"),
    RICH_TEXT("<body>.*</body>"),
    TEXT(".*");

    private final Pattern pattern;

    Shape(String pattern) {
        this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
    }

    boolean fits(String text) {
        return pattern.matcher(text).matches();
    }

    /// The narrowest format the text is in.
    static Shape of(String text) {
        for (Shape shape : values()) {
            if (shape.fits(text)) {
                return shape;
            }
        }
        throw new AssertionError(text);
    }

    /// Every field of the sample is in the answer, with its type, its format and in its order. Where
    /// the sample has a null nothing is known but that the key is there; further keys are welcome.
    static void assertLike(JsonNode answer, JsonNode sample) {
        assertLike("answer", answer, sample);
    }

    private static void assertLike(String path, JsonNode answer, JsonNode sample) {
        if (sample.isNull()) {
            return;
        }
        assertThat(type(answer)).as("type of %s", path).isEqualTo(type(sample));
        if (sample.isObject()) {
            var known = List.copyOf(sample.propertyNames());
            var order = new ArrayList<>(answer.propertyNames());
            order.retainAll(known);
            assertThat(order).as("keys of %s", path).isEqualTo(known);
            known.forEach(key -> assertLike(path + "." + key, answer.get(key), sample.get(key)));
        } else if (sample.isArray()) {
            assertThat(answer.size()).as("length of %s", path).isGreaterThanOrEqualTo(sample.size());
            for (int i = 0; i < sample.size(); i++) {
                assertLike(path + "[" + i + "]", answer.get(i), sample.get(i));
            }
        } else if (sample.isString()) {
            assertFormat(path, answer.stringValue(), sample.stringValue());
        }
    }

    private static void assertFormat(String path, String answer, String sample) {
        Shape shape = of(sample);
        assertThat(shape.fits(answer))
                .as("%s is %s, not in the format of %s", path, answer, sample)
                .isTrue();
        if (shape == LONG_ID || shape == SHORT_ID) {
            assertThat(prefix(answer)).as("prefix of %s", path).isEqualTo(prefix(sample));
        }
    }

    /// Keys are alphabetical by their bytes, but `_type` comes before all others.
    static void assertKeyOrder(JsonNode node) {
        if (node.isObject()) {
            var keys = new ArrayList<>(node.propertyNames());
            var sorted = new ArrayList<>(keys);
            sorted.sort(null);
            if (sorted.remove("_type")) {
                sorted.addFirst("_type");
            }
            assertThat(keys).isEqualTo(sorted);
        }
        node.forEach(Shape::assertKeyOrder);
    }

    static String prefix(String id) {
        return id.substring(0, id.lastIndexOf('_'));
    }

    static String type(JsonNode node) {
        return node == null
                ? "absent"
                : node.isIntegralNumber() ? "INTEGER" : node.getNodeType().name();
    }
}

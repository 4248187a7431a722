package ajar.engine.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.predicate.Op;
import ajar.engine.predicate.Predicate;
import ajar.engine.predicate.PredicateSql;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import ajar.engine.sql.Fragment;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterTest {
    private static final Field<String> NAME = Field.column("name", Codecs.text(5));
    private static final Field<Instant> MADE = Field.column("made", Codecs.INSTANT);
    private static final Field<Long> SIZE = Field.column("size", Codecs.WHOLE);

    private static Predicate name(Op op, String value) {
        return Filter.any(NAME).predicate(op, value, ZoneOffset.UTC);
    }

    @Test
    void aValueStandsForWhatTheOriginalMakesOfIt() {
        assertThat(name(Op.EQUAL, "a")).isEqualTo(Predicate.equal(NAME, "a"));
        assertThat(name(Op.EQUAL, "a,b")).isEqualTo(new Predicate.In(NAME, List.of("a", "b")));
        assertThat(name(Op.EQUAL, "")).isEqualTo(Predicate.missing(NAME));
        assertThat(name(Op.EQUAL, "\"\"")).isEqualTo(new Predicate.In(NAME, List.of("")));
        assertThat(name(Op.EQUAL, "''")).isEqualTo(new Predicate.In(NAME, List.of("")));
        assertThat(name(Op.IN, "a, b,")).isEqualTo(new Predicate.In(NAME, List.of("a", " b", "")));
        assertThat(name(Op.IN, "")).isEqualTo(Predicate.any());
        assertThat(Filter.equal(NAME).predicate(Op.EQUAL, "a,b", ZoneOffset.UTC))
                .isEqualTo(Predicate.equal(NAME, "a,b"));
    }

    @Test
    void aBareDateIsMidnightWhereTheCallerIs() {
        assertThat(Filter.range(MADE).predicate(Op.AT_LEAST, "2026-01-01", ZoneOffset.ofHours(-4)))
                .isEqualTo(Predicate.compare(MADE, Op.AT_LEAST, Instant.parse("2026-01-01T04:00:00Z")));
    }

    @Test
    void aValueThatCannotBeReadIsTold() {
        assertThat(catchThrowableOfType(
                                ApiException.class, () -> Filter.range(MADE).predicate(Op.LESS, "soon", ZoneOffset.UTC))
                        .problem())
                .isEqualTo(new Problem.BadRequest("made__lt: Invalid ISO 8601 datetime."));
    }

    @Test
    void predicatesBecomeSqlWithParameters() {
        var upper = Field.expression("upper", Codecs.TEXT, Fragment.of("upper(t.name)"));
        var tags = Field.column("tags", Codecs.TEXTS);
        assertSql(Predicate.all(), "true");
        assertSql(Predicate.any(), "false");
        assertSql(new Predicate.In(NAME, List.of()), "false");
        assertSql(new Predicate.In(NAME, List.of("a")), "t.name = ?", "a");
        assertSql(new Predicate.In(NAME, List.of("a", "b")), "t.name = any(?)", List.of("a", "b"));
        assertSql(new Predicate.In(SIZE, List.of(1L, 2L)), "t.size in (?, ?)", 1L, 2L);
        assertSql(Predicate.missing(NAME), "t.name is null");
        assertSql(Predicate.equal(upper, "A"), "(upper(t.name)) = ?", "A");
        assertSql(
                Predicate.all(
                        Predicate.compare(SIZE, Op.GREATER, 5L),
                        Predicate.any(Predicate.equal(NAME, "a"), Predicate.missing(MADE))),
                "(t.size > ? and (t.name = ? or t.made is null))",
                5L,
                "a");
        assertThat(PredicateSql.of(Predicate.holds(tags, "x")).text()).startsWith("t.tags @> array[?]");
    }

    private static void assertSql(Predicate predicate, String text, Object... parameters) {
        var sql = PredicateSql.of(predicate);
        assertThat(sql.text()).isEqualTo(text);
        assertThat(sql.parameters()).containsExactly(parameters);
    }
}

package ajar.engine.entity;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import org.junit.jupiter.api.Test;

class DraftTest {
    private static final Field<String> NAME = Field.column("name", Codecs.TEXT);
    private static final Field<String> GREETING =
            Field.computed("greeting", Codecs.TEXT, values -> "Hello " + values.get(NAME), NAME);

    @Test
    void absentNullAndAValueAreThreeThings() {
        var draft = new Draft();
        assertThat(draft.has(NAME)).isFalse();
        assertThat(draft.get(NAME)).isNull();

        draft.set(NAME, null);
        assertThat(draft.has(NAME)).isTrue();
        assertThat(draft.changes(NAME)).isFalse();
        assertThat(draft.gives(NAME)).isFalse();

        draft.set(NAME, "Ada");
        assertThat(draft.changes(NAME)).isTrue();
        assertThat(draft.gives(NAME)).isTrue();
        assertThat(draft.old(NAME)).isNull();
        assertThat(draft.fields()).containsExactly(NAME);
    }

    @Test
    void whatIsTakenBackIsAbsentAgain() {
        var draft = new Draft().set(NAME, "Ada").unset(NAME);
        assertThat(draft.has(NAME)).isFalse();
        assertThat(draft.fields()).isEmpty();
    }

    @Test
    void whatIsMissingIsFilledInAndWhatIsThereIsKept() {
        assertThat(new Draft().setIfMissing(NAME, "Ada").get(NAME)).isEqualTo("Ada");
        assertThat(new Draft().set(NAME, "Bob").setIfMissing(NAME, "Ada").get(NAME))
                .isEqualTo("Bob");
        assertThat(new Draft().set(NAME, null).setIfMissing(NAME, "Ada").get(NAME))
                .isEqualTo("Ada");
    }

    @Test
    void whatIsWorkedOutFollowsTheNewValues() {
        assertThat(new Draft().set(NAME, "Ada").get(GREETING)).isEqualTo("Hello Ada");
    }
}

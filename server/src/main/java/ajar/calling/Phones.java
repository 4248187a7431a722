package ajar.calling;

import ajar.engine.entity.Draft;
import ajar.engine.field.Codecs;
import ajar.engine.field.Field;
import ajar.engine.problem.FieldErrors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One side of a call or message: the number, its formatted form and its country.
///
/// @param number the number, E.164
/// @param formatted the international form
/// @param country ISO-2; null when the number is not valid
public record Phones(Field<String> number, Field<String> formatted, Field<String> country) {
    /// Told when a number cannot be read (Close API conventions, section 11.3).
    public static final String NOT_VALID =
            "Phone number is not valid. Please use the international format like +16505551234";

    /// Our side.
    public static final Phones LOCAL = side(
            Field.column("local_phone", Codecs.text(100))
                    .writable()
                    .alsoChanges("local_phone_formatted", "local_country_iso")
                    .about("Our number."),
            "local_phone_formatted",
            "local_country_iso");

    /// Their side.
    public static final Phones REMOTE = side(
            Field.column("remote_phone", Codecs.text(100))
                    .writable()
                    .alsoChanges("remote_phone_formatted", "remote_country_iso")
                    .about("The other party's number."),
            "remote_phone_formatted",
            "remote_country_iso");

    private static Phones side(Field<String> number, String formatted, String country) {
        return new Phones(number, Field.column(formatted, Codecs.TEXT), Field.column(country, Codecs.TEXT));
    }

    /// The number, its formatted form and its country.
    public List<Field<?>> fields() {
        return List.of(number, formatted, country);
    }

    /// Brings a number that was sent to E.164 and derives the rest; one that cannot be read is left for
    /// [#check].
    public void prepare(Draft draft) {
        if (!draft.has(number)) {
            return;
        }
        var phone = read(draft.get(number));
        if (phone != null) {
            draft.set(number, phone.e164());
        }
        draft.set(formatted, phone == null ? null : phone.formatted());
        draft.set(country, phone == null ? null : phone.country());
    }

    /// Adds an error when the number that was sent is none.
    public void check(Draft draft, FieldErrors errors) {
        if (draft.gives(number) && read(draft.get(number)) == null) {
            errors.add(number.name(), NOT_VALID);
        }
    }

    /// Numbers are international; those without a plus are read as if they had one, unless they are
    /// American.
    private static @Nullable PhoneNumber read(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        var domestic = PhoneNumber.parse(text, "US");
        return domestic != null && domestic.country() != null ? domestic : PhoneNumber.parseInternational(text);
    }
}

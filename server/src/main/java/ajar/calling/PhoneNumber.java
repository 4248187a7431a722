package ajar.calling;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A telephone number in the three spellings of the wire (Close docs: Contacts, Calls, SMS).
///
/// @param e164 the number to dial, `+19045551234`; never holds an extension
/// @param formatted the international spelling, `+1 904-555-1234`, with ` ext. 89` if one was given
/// @param country the ISO 3166 code, `US`; null when the number is not valid or belongs to no country
public record PhoneNumber(
        String e164, String formatted, @Nullable String country) {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final Pattern E164 = Pattern.compile("\\+\\d{2,20}");
    private static final Pattern ISO = Pattern.compile("[A-Z]{2}");

    /// The number a person typed, read in the country of the organization unless it begins with `+`.
    ///
    /// Answers null when it cannot be a number at all, such as `abc`, and when it has no `+` and the
    /// country is unknown.
    public static @Nullable PhoneNumber parse(String input, String defaultCountry) {
        try {
            return of(NUMBERS.parse(input, defaultCountry.toUpperCase(Locale.ROOT)));
        } catch (NumberParseException _) {
            return null;
        }
    }

    /// A number that carries its country, with or without the `+`, as WhatsApp writes it:
    /// `16503334444`.
    ///
    /// Answers null when it cannot be such a number.
    public static @Nullable PhoneNumber parseInternational(String input) {
        String number = input.strip();
        if (number.startsWith("00")) {
            number = number.substring(2);
        }
        return parse(number.startsWith("+") ? number : "+" + number, "ZZ");
    }

    /// A number that was stored as E.164, with its spelling and country worked out again.
    ///
    /// @throws IllegalArgumentException if it is not a `+` and digits
    public static PhoneNumber ofE164(String e164) {
        if (!E164.matcher(e164).matches()) {
            throw new IllegalArgumentException("Not an E.164 number: " + e164);
        }
        PhoneNumber number = parseInternational(e164);
        return number != null && number.e164.equals(e164) ? number : new PhoneNumber(e164, e164, null);
    }

    private static PhoneNumber of(Phonenumber.PhoneNumber number) {
        return new PhoneNumber(
                NUMBERS.format(number, PhoneNumberFormat.E164),
                NUMBERS.format(number, PhoneNumberFormat.INTERNATIONAL),
                country(number));
    }

    private static @Nullable String country(Phonenumber.PhoneNumber number) {
        String region = NUMBERS.isValidNumber(number) ? NUMBERS.getRegionCodeForNumber(number) : null;
        // Numbers of no country, such as international freephone, belong to the region "001".
        return region != null && ISO.matcher(region).matches() ? region : null;
    }
}

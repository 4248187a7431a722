package ajar.calling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        9045551234               | US | +19045551234   | +1 904-555-1234          | US
        (904) 555-1234           | us | +19045551234   | +1 904-555-1234          | US
        1234                     | GB | +441234        | +44 1234                 |
        +16503334444             | GB | +16503334444   | +1 650-333-4444          | US
        030 901820               | DE | +4930901820    | +49 30 901820            | DE
        +39 06 698 12345         | US | +390669812345  | +39 06 6981 2345         | VA
        +39 02 8324 1000         | US | +390283241000  | +39 02 8324 1000         | IT
        +800 1234 5678           | US | +80012345678   | +800 1234 5678           |
        011 44 20 7031 3000      | US | +442070313000  | +44 20 7031 3000         | GB
        tel:+1-650-333-4444      | GB | +16503334444   | +1 650-333-4444          | US
        """)
    void typedNumbersAreReadInTheCountryOfTheOrganization(
            String input, String country, String e164, String formatted, String iso) {
        assertThat(PhoneNumber.parse(input, country)).isEqualTo(new PhoneNumber(e164, formatted, iso));
    }

    @Test
    void extensionsStayInTheSpellingOnly() {
        PhoneNumber number = PhoneNumber.parse("904-555-1234 x89", "US");

        assertThat(number).isEqualTo(new PhoneNumber("+19045551234", "+1 904-555-1234 ext. 89", "US"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", " ", "+", "1", "ada@example.com", "12345678901234567890123"})
    void whatCannotBeANumberIsNull(String input) {
        assertThat(PhoneNumber.parse(input, "US")).isNull();
    }

    @Test
    void anUnknownCountryReadsOnlyInternationalNumbers() {
        assertThat(PhoneNumber.parse("9045551234", "XX")).isNull();
        assertThat(PhoneNumber.parse("+19045551234", "")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"16503334444", "+16503334444", " +1 (650) 333-4444", "0016503334444", "1-650-333-4444"})
    void internationalNumbersNeedNoPlus(String input) {
        assertThat(PhoneNumber.parseInternational(input))
                .isEqualTo(new PhoneNumber("+16503334444", "+1 650-333-4444", "US"));
    }

    @Test
    void storedNumbersComeBack() {
        assertThat(PhoneNumber.ofE164("+441234")).isEqualTo(new PhoneNumber("+441234", "+44 1234", null));
        assertThat(PhoneNumber.ofE164("+9999")).isEqualTo(new PhoneNumber("+9999", "+9999", null));
        assertThatThrownBy(() -> PhoneNumber.ofE164("904 555")).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void noInputFails(@ForAll String input) {
        PhoneNumber.parse(input, "US");
        PhoneNumber.parse("1", input);
        PhoneNumber.parseInternational(input);
    }

    @Property
    void everyNumberCanBeStored(@ForAll("numbers") String input) {
        PhoneNumber number = PhoneNumber.parse(input, "GB");

        if (number != null) {
            assertThat(PhoneNumber.ofE164(number.e164()).e164()).isEqualTo(number.e164());
        }
    }

    @Provide
    Arbitrary<String> numbers() {
        return Arbitraries.strings().withChars("0123456789+- ()x").ofMaxLength(24);
    }
}

package ajar.calendar;

import java.util.List;

/// A calendar of an account.
///
/// @param id the provider's id, as Close shows it in `provider_calendar_ids`
/// @param aliases other ids that mean the same calendar, such as the address beside `primary`
/// @param name what its owner calls it
/// @param isPrimary whether it is the account's main calendar
/// @param isReadable whether its events can be read in full, and not just when somebody is busy
/// @param isOwn whether people plan in it: not a calendar of holidays, birthdays or the weather
public record CalendarInfo(
        String id, List<String> aliases, String name, boolean isPrimary, boolean isReadable, boolean isOwn) {
    public CalendarInfo {
        aliases = List.copyOf(aliases);
    }
}

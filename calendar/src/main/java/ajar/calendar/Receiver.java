package ajar.calendar;

import java.util.Map;

/// Takes in what a connector reads, page by page, each stored before the next is asked for. Repeating
/// a page does no harm.
public interface Receiver {
    /// What follows is everything the calendar holds, from the beginning: what is not among it by the
    /// time of [#finish] is gone. Called before the first page, or when a cursor turns out to be too
    /// old.
    void startOver();

    /// Takes in a page.
    void page(Page page);

    /// All pages are in.
    ///
    /// @param cursor where the next reading goes on; at most 10,000 characters
    void finish(String cursor);

    /// The versions of all objects of this calendar that were taken in before, by key; for connectors
    /// that compare. What is in quarantine is not among them, and so is read again.
    Map<String, String> versions();
}

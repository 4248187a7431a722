package ajar.demo;

import ajar.engine.json.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/// What people in the demo are called and what they say. All invented.
final class Words {
    static final Map<String, String> OUTCOMES = new TreeMap<>(Map.of(
            "Agreed to next steps", "There is a date and a person for what comes next.",
            "Asked for a quote", "A quote is owed.",
            "Call back later", "Interested, but not now.",
            "Left voicemail", "Nobody picked up; a message was left.",
            "No show", "Nobody came.",
            "Not interested", "A clear no."));

    static final List<String> COMPANY = List.of(
            "Alder",
            "Birchwood",
            "Bluebell",
            "Copperfield",
            "Cloudberry",
            "Driftwood",
            "Elderflower",
            "Foxglove",
            "Goldfinch",
            "Harbour",
            "Ironbridge",
            "Juniper",
            "Kingfisher",
            "Larkspur",
            "Maplewood",
            "Northwind",
            "Orchard",
            "Pinecone",
            "Quicksilver",
            "Riverside");
    static final List<String> TRADE = List.of(
            "Bakery",
            "Logistics",
            "Dental",
            "Robotics",
            "Hotels",
            "Museums",
            "Libraries",
            "Clinics",
            "Markets",
            "Theatres",
            "Airports",
            "Schools");
    static final List<String> FIRST_NAMES = List.of(
            "Amara", "Bo", "Carmen", "Dmitri", "Esme", "Farid", "Greta", "Hiro", "Imani", "Jonas", "Kalinda", "Luca",
            "Mei", "Nils", "Olga", "Priya", "Quentin", "Rosa", "Sven", "Thandi", "Uma", "Viktor", "Wren", "Yusuf");
    static final List<String> LAST_NAMES = List.of(
            "Ashdown",
            "Brook",
            "Calloway",
            "Dorn",
            "Eklund",
            "Fairweather",
            "Grove",
            "Hale",
            "Ivory",
            "Juhl",
            "Kestrel",
            "Lindqvist",
            "Marlowe",
            "Nightingale",
            "Oakes",
            "Pemberton",
            "Quill",
            "Rook",
            "Sparrow",
            "Thorne",
            "Underhill",
            "Vale",
            "Winter",
            "Yarrow");
    static final List<String> TITLES = List.of(
            "Head of Facilities",
            "CEO",
            "Operations Manager",
            "Buyer",
            "Architect",
            "Finance Director",
            "Site Manager",
            "Office Manager");

    /// City, state, zip code, area code.
    static final List<List<String>> PLACES = List.of(
            List.of("Portland", "OR", "97201", "503"),
            List.of("Austin", "TX", "78701", "512"),
            List.of("Madison", "WI", "53703", "608"),
            List.of("Savannah", "GA", "31401", "912"),
            List.of("Boulder", "CO", "80302", "303"),
            List.of("Burlington", "VT", "05401", "802"),
            List.of("Tucson", "AZ", "85701", "520"),
            List.of("Duluth", "MN", "55802", "218"));
    static final List<String> STREETS =
            List.of("Lantern Street", "Mill Lane", "Station Road", "Quarry Hill", "Canal Walk", "Elm Avenue");

    static final List<String> NOTES = List.of(
            "Wants <strong>two doors</strong> at the main entrance, one of them wide enough for pallets.",
            "Budget is decided in spring. Until then: <em>keep in touch, do not push</em>.",
            "Uses another supplier today; the contract runs out next year.",
            "<ul><li>Needs a quote</li><li>Asks for references</li><li>Wants to see one in use</li></ul>",
            "The person who decides is on leave until the end of the month.",
            "Likes that the doors are quiet. Worried about cleaning.",
            "Fire safety wants to see the certificate before anything is signed.",
            "They are moving to a bigger building, so the number of doors may double.");
    static final List<String> CALL_NOTES = List.of(
            "Short call, good mood. Send the brochure.",
            "Asked about delivery times.",
            "Wrong person, but gave the name of the right one.",
            "Wants to talk again after the holidays.",
            "Compared our price with another one; we are close.",
            "");
    static final List<String> SUBJECTS = List.of(
            "Doors for your new entrance",
            "The quote you asked for",
            "A date for the visit",
            "References",
            "Question about maintenance",
            "Your order",
            "Measurements",
            "Introduction");
    static final List<String> OPENINGS = List.of(
            "Hi %s,\n\nthank you for your time. As promised, here is what we talked about.\n\n%s",
            "Hello %s,\n\nI would like to show you one of our doors at work. Would next week suit you?\n\n%s",
            "Dear %s,\n\nthe quote is attached to your account. It is valid for thirty days.\n\n%s",
            "Hi %s,\n\njust a short question: who looks after the entrance at your place?\n\n%s");
    static final List<String> ANSWERS = List.of(
            "Thanks, %s. That looks good, let me ask my colleagues.\n\n%s",
            "Hi %s,\n\nnext week is difficult. The week after?\n\n%s",
            "Hello %s,\n\ncan you do anything about the price?\n\n%s",
            "Dear %s,\n\nplease send the drawings too.\n\n%s");
    static final List<String> TEXTS = List.of(
            "Running five minutes late, see you soon.",
            "Did you get the quote?",
            "Yes, thank you! I will call tomorrow.",
            "Is the fitter still coming today?",
            "The door works like a charm.",
            "Could you send me the address again?");
    static final List<String> CHATS = List.of(
            "*Hello!* Here is the link to the brochure.",
            "Do you also make them in _green_?",
            "We do. ~Two weeks~ Three weeks, to be honest.",
            "Great, thanks!");
    static final List<String> MEETINGS = List.of(
            "Discovery call", "Demo of the quiet door", "Site visit", "Quote review", "Kick-off", "Quarterly review");
    static final List<String> MEETING_NOTES = List.of(
            "<ul><li>Went through the drawings.</li><li>They want a quote for <strong>six</strong> doors.</li></ul>",
            "Everybody came. The price is fine, the date is not.",
            "Showed the sensor; they were impressed. Next step: a visit.",
            "Finance was in the room. Send the payment plan.");

    private static final List<List<String>> DIALOGUE = List.of(
            List.of("Thanks for making the time.", "Happy to. We have been looking forward to it."),
            List.of("How many people come through the entrance each day?", "About two thousand, more on Saturdays."),
            List.of("And what bothers you about the old door?", "The noise, mostly. And the draught."),
            List.of("May I show you the sensor?", "Please do."),
            List.of("Shall I send a quote by Friday?", "That would be perfect."));

    private Words() {}

    static <T> T pick(RandomGenerator random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /// What was said in a meeting, in the form in which transcripts are handed in.
    static ObjectNode conversation(String contact, RandomGenerator random) {
        var transcript = Json.object();
        var utterances = transcript.putArray("utterances");
        double at = 0.5;
        for (var pair : DIALOGUE) {
            for (int side = 0; side < 2; side++) {
                double end = at + 2 + random.nextInt(40) / 10.0;
                utterances
                        .addObject()
                        .put("speaker_label", side == 0 ? "Seller" : contact)
                        .put("speaker_side", side == 0 ? "close-user" : "contact")
                        .put("start", at)
                        .put("end", end)
                        .put("text", pair.get(side));
                at = end + 0.3;
            }
        }
        return transcript.put("summary_text", "The old door is loud. A quote is due on Friday.");
    }
}

package ajar.calendar.caldav;

import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// The names of WebDAV, CalDAV and their relatives, and the bodies of requests made of them.
final class Dav {
    static final String RESOURCE_TYPE = "resourcetype";
    static final String DISPLAY_NAME = "displayname";
    static final String ETAG = "getetag";
    static final String PRINCIPAL = "current-user-principal";
    static final String PRIVILEGES = "current-user-privilege-set";
    static final String SYNC_TOKEN = "sync-token";
    static final String HOME_SET = "calendar-home-set";
    static final String COMPONENTS = "supported-calendar-component-set";
    static final String DATA = "calendar-data";
    static final String INBOX = "schedule-inbox-URL";
    static final String DEFAULT_CALENDAR = "schedule-default-calendar-URL";
    static final String CTAG = "getctag";

    private static final String DAV = "DAV:";
    private static final String CALDAV = "urn:ietf:params:xml:ns:caldav";
    private static final String CALENDAR_SERVER = "http://calendarserver.org/ns/";
    private static final List<String> OF_CALDAV =
            List.of(HOME_SET, COMPONENTS, DATA, INBOX, DEFAULT_CALENDAR, "calendar-multiget");
    private static final XMLOutputFactory XML = XMLOutputFactory.newFactory();

    private Dav() {}

    /// What a body is made of.
    @FunctionalInterface
    private interface Content {
        void write(XMLStreamWriter out) throws XMLStreamException;
    }

    /// Asks for properties.
    static String propfind(List<String> properties) {
        return document("propfind", out -> properties(out, properties));
    }

    /// Asks for what changed since a token (RFC 6578).
    static String syncCollection(String token) {
        return document("sync-collection", out -> {
            text(out, SYNC_TOKEN, token);
            text(out, "sync-level", "1");
            properties(out, List.of(ETAG));
        });
    }

    /// Asks for the content of resources (RFC 4791, 7.9).
    static String multiget(List<String> hrefs) {
        return document("calendar-multiget", out -> {
            properties(out, List.of(ETAG, DATA));
            for (String href : hrefs) {
                text(out, "href", href);
            }
        });
    }

    private static void properties(XMLStreamWriter out, List<String> properties) throws XMLStreamException {
        out.writeStartElement(DAV, "prop");
        for (String property : properties) {
            out.writeEmptyElement(namespace(property), property);
        }
        out.writeEndElement();
    }

    private static void text(XMLStreamWriter out, String element, String text) throws XMLStreamException {
        out.writeStartElement(DAV, element);
        out.writeCharacters(text);
        out.writeEndElement();
    }

    private static String namespace(String name) {
        if (name.equals(CTAG)) {
            return CALENDAR_SERVER;
        }
        return OF_CALDAV.contains(name) ? CALDAV : DAV;
    }

    private static String document(String root, Content content) {
        var text = new StringWriter();
        try {
            XMLStreamWriter out = XML.createXMLStreamWriter(text);
            out.writeStartDocument("utf-8", "1.0");
            out.setPrefix("d", DAV);
            out.setPrefix("c", CALDAV);
            out.setPrefix("s", CALENDAR_SERVER);
            out.writeStartElement(namespace(root), root);
            out.writeNamespace("d", DAV);
            out.writeNamespace("c", CALDAV);
            out.writeNamespace("s", CALENDAR_SERVER);
            content.write(out);
            out.writeEndElement();
            out.writeEndDocument();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("a string takes everything", impossible);
        }
        return text.toString();
    }
}

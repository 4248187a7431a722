package ajar.calendar.caldav;

import ajar.calendar.caldav.DavResponse.Property;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads the answer 207 Multi-Status (RFC 4918, 13), one resource at a time.
///
/// Elements are told by their local names: servers have used namespaces that are nearly right. There
/// are no document types and no entities of their own.
final class Multistatus {
    private static final Pattern STATUS = Pattern.compile("HTTP/\\S+\\s+(\\d{3}).*", Pattern.DOTALL);
    private static final int MAX_DEPTH = 50;
    private static final XMLInputFactory XML = factory();

    private final XMLStreamReader in;
    private final Consumer<DavResponse> sink;
    private String syncToken = "";

    private Multistatus(XMLStreamReader in, Consumer<DavResponse> sink) {
        this.in = in;
        this.sink = sink;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /// An answer that is no well-formed Multi-Status.
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1;

        Malformed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// Hands out all resources of an answer.
    ///
    /// @return the token for the next synchronization; empty when there is none
    /// @throws Malformed when it is not what it should be, or breaks off
    static String read(InputStream body, Consumer<DavResponse> sink) throws IOException {
        try {
            var reading = new Multistatus(XML.createXMLStreamReader(body), sink);
            reading.document();
            return reading.syncToken;
        } catch (XMLStreamException unreadable) {
            if (unreadable.getNestedException() instanceof IOException broken) {
                throw broken;
            }
            throw new Malformed("The answer is not well-formed.", unreadable);
        } catch (RuntimeException unreadable) {
            // The parser of the JDK lets a few of its own through.
            throw new Malformed("The answer cannot be read.", unreadable);
        }
    }

    private void document() throws XMLStreamException {
        for (int event = in.next(); event != XMLStreamConstants.START_ELEMENT; event = in.next()) {
            if (event == XMLStreamConstants.DTD) {
                throw new XMLStreamException("a document type");
            }
        }
        if (!in.getLocalName().equals("multistatus")) {
            throw new XMLStreamException("not a multistatus");
        }
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            switch (in.getLocalName()) {
                case "response" -> response();
                case "sync-token" -> syncToken = in.getElementText().strip();
                default -> skip(0);
            }
        }
    }

    private void response() throws XMLStreamException {
        String href = "";
        int status = 200;
        Map<String, Property> properties = new HashMap<>();
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            switch (in.getLocalName()) {
                case "href" -> href = in.getElementText().strip();
                case "status" -> status = status(in.getElementText());
                case "propstat" -> propstat(properties);
                default -> skip(0);
            }
        }
        sink.accept(new DavResponse(href, status, properties));
    }

    private void propstat(Map<String, Property> properties) throws XMLStreamException {
        Map<String, Property> found = new HashMap<>();
        int status = 200;
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            switch (in.getLocalName()) {
                case "prop" -> {
                    while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
                        found.put(in.getLocalName(), property());
                    }
                }
                case "status" -> status = status(in.getElementText());
                default -> skip(0);
            }
        }
        if (status / 100 == 2) {
            properties.putAll(found);
        }
    }

    private Property property() throws XMLStreamException {
        var text = new StringBuilder();
        List<String> hrefs = new ArrayList<>();
        Set<String> elements = new HashSet<>();
        Set<String> components = new HashSet<>();
        property(text, hrefs, elements, components, 0);
        return new Property(text.toString(), hrefs, elements, components);
    }

    private void property(
            StringBuilder text, List<String> hrefs, Set<String> elements, Set<String> components, int depth)
            throws XMLStreamException {
        checkDepth(depth);
        while (true) {
            switch (in.next()) {
                case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
                    return;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(in.getText());
                case XMLStreamConstants.START_ELEMENT -> {
                    String name = in.getLocalName();
                    elements.add(name);
                    String component = in.getAttributeValue(null, "name");
                    if (name.equals("comp") && component != null) {
                        components.add(component);
                    }
                    if (name.equals("href")) {
                        hrefs.add(in.getElementText().strip());
                    } else {
                        property(text, hrefs, elements, components, depth + 1);
                    }
                }
                default -> {}
            }
        }
    }

    private void skip(int depth) throws XMLStreamException {
        checkDepth(depth);
        while (true) {
            switch (in.next()) {
                case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
                    return;
                }
                case XMLStreamConstants.START_ELEMENT -> skip(depth + 1);
                default -> {}
            }
        }
    }

    private static void checkDepth(int depth) throws XMLStreamException {
        if (depth > MAX_DEPTH) {
            throw new XMLStreamException("nested too deeply");
        }
    }

    private static int status(String text) throws XMLStreamException {
        Matcher status = STATUS.matcher(text.strip());
        if (!status.matches()) {
            throw new XMLStreamException("not a status");
        }
        return Integer.parseInt(status.group(1));
    }
}

package ajar.meeting;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;

/// Reads subtitles, WebVTT or SubRip, as the utterances of a conversation.
final class Cues {
    private static final String ARROW = "-->";
    private static final Pattern NOT_A_CUE = Pattern.compile("(?:NOTE|STYLE|REGION)(?:[ \\t:].*)?");
    private static final Pattern VOICE = Pattern.compile("<v(?:\\.[^\\s<>]{0,200})?[ \\t]+([^<>]{1,400})>");
    private static final Pattern TAG =
            Pattern.compile("</?[A-Za-z0-9:.][^<>]{0,400}>|</?[A-Za-z]>|\\{\\\\[^{}]{0,100}\\}");
    private static final Pattern PREFIX =
            Pattern.compile("(\\p{L}[\\p{L}\\p{M}\\p{N} .,'\u2019()&_-]{0,59}):\\s+(\\S.*)", Pattern.DOTALL);
    private static final int MAX_NAME_WORDS = 6;

    private final List<String> lines;
    private final boolean webVtt;
    private final List<Utterance> utterances = new ArrayList<>();

    private Cues(String text, boolean webVtt) {
        String clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
        this.lines = clean.lines().toList();
        this.webVtt = webVtt;
    }

    static List<Utterance> webVtt(String text) {
        Cues cues = new Cues(text, true);
        if (cues.lines.isEmpty() || !cues.lines.getFirst().matches("WEBVTT(?:[ \\t].*)?")) {
            throw new TranscriptException("line 1: a WebVTT file begins with WEBVTT");
        }
        cues.read(cues.endOfBlock(0));
        return cues.utterances;
    }

    static List<Utterance> subRip(String text) {
        Cues cues = new Cues(text, false);
        cues.read(0);
        return cues.utterances;
    }

    private void read(int from) {
        int at = from;
        while (at < lines.size()) {
            if (lines.get(at).isBlank()) {
                at++;
                continue;
            }
            int end = endOfBlock(at);
            if (!webVtt || !NOT_A_CUE.matcher(lines.get(at)).matches()) {
                cue(at, end);
            }
            at = end;
        }
    }

    private int endOfBlock(int from) {
        int end = from;
        while (end < lines.size() && !lines.get(end).isBlank()) {
            end++;
        }
        return end;
    }

    private void cue(int from, int end) {
        int times = lines.get(from).contains(ARROW) ? from : from + 1;
        if (times >= end || !lines.get(times).contains(ARROW)) {
            throw new TranscriptException(
                    "line " + (from + 1) + ": a cue has to give its times, such as 00:01.000 --> 00:02.500");
        }
        String where = "line " + (times + 1);
        int arrow = lines.get(times).indexOf(ARROW);
        double start = Seconds.parse(where, lines.get(times).substring(0, arrow).strip());
        // Whatever follows the second time places the cue on the screen.
        String rest = lines.get(times).substring(arrow + ARROW.length()).strip();
        double stop = Seconds.parse(where, rest.split("\\s", 2)[0]);
        add(where, start, stop, String.join("\n", lines.subList(times + 1, end)));
    }

    private void add(String where, double start, double end, String payload) {
        Matcher voice = VOICE.matcher(payload);
        String label = voice.find() ? plain(voice.group(1)) : "";
        String text = plain(payload);
        Matcher prefix = PREFIX.matcher(text);
        if (label.isEmpty() && prefix.matches() && isName(prefix.group(1))) {
            label = prefix.group(1).strip();
            text = prefix.group(2);
        }
        Utterance utterance = Utterance.of(where, label, null, start, end, text, null);
        if (!text.isEmpty()) {
            utterances.add(utterance);
        }
    }

    private static boolean isName(String text) {
        return text.split(" +").length <= MAX_NAME_WORDS;
    }

    private static String plain(String payload) {
        String text = Parser.unescapeEntities(TAG.matcher(payload).replaceAll(""), false);
        return text.replaceAll("[\\s\u00A0]+", " ").strip();
    }
}

package cleave.emulator.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a script waits for in the guest's output, in which every byte is a character: a text, found
 * anywhere, or a regular expression, found within one line, which may still be growing.
 */
final class ExpectText {
    private final String text;
    private final Pattern expression;

    private ExpectText(String text, Pattern expression) {
        this.text = text;
        this.expression = expression;
    }

    /** @param text not empty */
    static ExpectText literal(String text) {
        return new ExpectText(text, null);
    }

    static ExpectText expression(Pattern expression) {
        return new ExpectText(null, expression);
    }

    /** The end of the first match in all that was heard, or -1. */
    int find(StringBuilder heard) {
        if (text != null) {
            int at = heard.indexOf(text);
            return at < 0 ? -1 : at + text.length();
        }
        int line = 0;
        while (line < heard.length()) {
            int feed = heard.indexOf("\n", line);
            int end = feed < 0 ? heard.length() : feed;
            int match = match(heard, line, end);
            if (match >= 0) {
                return match;
            }
            line = end + 1;
        }
        return -1;
    }

    /** As {@link #find}, when there was no match before the last character. */
    int findAtEnd(StringBuilder heard) {
        int length = heard.length();
        if (text != null) {
            int at = length - text.length();
            return at >= 0 && heard.indexOf(text, at) == at ? length : -1;
        }
        int line = heard.lastIndexOf("\n", length - 2) + 1;
        return match(heard, line, heard.charAt(length - 1) == '\n' ? length - 1 : length);
    }

    private int match(StringBuilder heard, int begin, int end) {
        Matcher matcher = expression.matcher(heard).region(begin, end);
        return matcher.find() ? matcher.end() : -1;
    }
}

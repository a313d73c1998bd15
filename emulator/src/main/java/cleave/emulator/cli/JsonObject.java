package cleave.emulator.cli;

import java.util.ArrayList;
import java.util.List;

/** A JSON object (RFC 8259) that is written once, member by member, on one line. */
final class JsonObject {
    private final List<String> members = new ArrayList<>();

    JsonObject put(String name, String value) {
        return member(name, value == null ? "null" : quote(value));
    }

    JsonObject put(String name, long value) {
        return member(name, Long.toString(value));
    }

    JsonObject put(String name, JsonObject value) {
        return member(name, value.toString());
    }

    JsonObject put(String name, List<String> values) {
        return member(name, "[" + String.join(",", values.stream().map(JsonObject::quote).toList())
                + "]");
    }

    JsonObject putAll(String name, List<JsonObject> values) {
        return member(name, "[" + String.join(",", values.stream().map(JsonObject::toString)
                .toList()) + "]");
    }

    private JsonObject member(String name, String value) {
        members.add(quote(name) + ":" + value);
        return this;
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    @Override
    public String toString() {
        return "{" + String.join(",", members) + "}";
    }
}

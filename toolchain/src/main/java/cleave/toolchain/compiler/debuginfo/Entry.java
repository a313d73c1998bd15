package cleave.toolchain.compiler.debuginfo;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A debugging information entry (section 2.1): a tag, attributes, and the entries it owns. */
final class Entry {
    private final Tag tag;
    private final Map<Attribute, Value> attributes = new EnumMap<>(Attribute.class);
    private final List<Entry> children = new ArrayList<>();
    private final Label label;

    /** The value of an attribute, written in its form. */
    @FunctionalInterface
    private interface Value {
        void write(Assembler out, Label unit);
    }

    Entry(Assembler out, Tag tag) {
        this.tag = tag;
        this.label = out.local(tag.name());
    }

    Tag tag() {
        return tag;
    }

    Entry add(Entry child) {
        children.add(child);
        return child;
    }

    boolean hasChildren() {
        return !children.isEmpty();
    }

    Iterable<Entry> children() {
        return children;
    }

    Entry text(Attribute attribute, String text) {
        attributes.put(attribute, (out, unit) -> out.asciz(text));
        return this;
    }

    /** A number, in the attribute's form. */
    Entry number(Attribute attribute, int number) {
        attributes.put(attribute, (out, unit) -> {
            switch (attribute.form) {
                case DATA1 -> out.bytes(number);
                case UDATA -> out.uleb128(number);
                default -> out.word(number);
            }
        });
        return this;
    }

    Entry flag(Attribute attribute) {
        attributes.put(attribute, (out, unit) -> { });
        return this;
    }

    Entry address(Attribute attribute, Label address) {
        attributes.put(attribute, (out, unit) -> out.word(address));
        return this;
    }

    Entry distance(Attribute attribute, Label from, Label to) {
        attributes.put(attribute, (out, unit) -> out.distance(from, to));
        return this;
    }

    Entry reference(Attribute attribute, Entry other) {
        attributes.put(attribute, (out, unit) -> out.distance(unit, other.label));
        return this;
    }

    Entry expression(Attribute attribute, Expression expression) {
        attributes.put(attribute, (out, unit) -> {
            out.uleb128(expression.size());
            expression.write(out);
        });
        return this;
    }

    /** The entry and what it owns; {@code unit} is where the unit begins. */
    void write(Assembler out, Label unit, Abbreviations abbreviations) {
        out.bind(label);
        out.uleb128(abbreviations.code(tag, List.copyOf(attributes.keySet()), hasChildren()));
        attributes.values().forEach(value -> value.write(out, unit));
        if (hasChildren()) {
            children.forEach(child -> child.write(out, unit, abbreviations));
            out.uleb128(0);
        }
    }
}

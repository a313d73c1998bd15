package cleave.guestos.user.sh;

import cleave.magic.Address;
import cleave.magic.Struct;

/** A command as the parser has understood it; {@link #kind} says which fields it uses. */
final class Node extends Struct {
    /** Words, assignments, redirections. */
    static final int SIMPLE = 1;
    /** The commands from {@link #first} on, by {@link #next}, perhaps {@link #negated}. */
    static final int PIPELINE = 2;
    /** Pipelines from {@link #first} on, each with the {@link #connector} before it. */
    static final int AND_OR = 3;
    /** Commands from {@link #first} on, one after the other. */
    static final int LIST = 4;
    /** {@link #first} in a process of its own. */
    static final int SUBSHELL = 5;
    /** {@link #first} with redirections. */
    static final int GROUP = 6;
    /** {@link #first}, then {@link #second}, else {@link #third}, which is null or another one. */
    static final int IF = 7;
    /** While {@link #first} succeeds, {@link #second}. */
    static final int WHILE = 8;
    static final int UNTIL = 9;
    /** {@link #second} for {@link #name} in {@link #words}, or in the parameters. */
    static final int FOR = 10;
    /** The first of {@link #cases} that fits {@link #words}. */
    static final int CASE = 11;
    /** Defines {@link #name} as {@link #first}. */
    static final int FUNCTION = 12;

    static final int AND = 1;
    static final int OR = 2;

    int kind;
    int line;
    Node next;
    Node first;
    Node second;
    Node third;
    Word words;
    Assignment assignments;
    Redirection redirections;
    CaseItem cases;
    Address name;
    /** How it was written; null where nobody will ask. */
    Address text;
    /** What holds this node, for functions. */
    Arena arena;
    int connector;
    boolean negated;
    boolean background;
    /** {@code for} without {@code in}. */
    boolean overParameters;

    static Node of(int kind, int line) {
        Node node = Struct.at(Parser.arena.take(Struct.sizeOf(Node.class)), Node.class);
        node.kind = kind;
        node.line = line;
        return node;
    }
}

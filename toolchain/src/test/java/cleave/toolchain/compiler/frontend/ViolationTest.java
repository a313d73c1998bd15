package cleave.toolchain.compiler.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cleave.toolchain.compiler.CompileException;
import cleave.toolchain.compiler.Snippet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of the subset: a snippet, and what the compiler says about it. */
class ViolationTest {
    private static final String F = "@EntryPoint static ";

    static Stream<Arguments> rules() {
        return Stream.of(exceptions(), objects(), strings(), classes(), lambdas(),
                foreign(), structs(), intrinsics(), programs()).flatMap(group -> group);
    }

    private static Stream<Arguments> exceptions() {
        return Stream.of(
                rule(F + "int f(int a) {\n try {\n return a / 2;\n } catch (Exception e) {"
                        + " return 0; } }", "T.java:3: [no-exceptions] try/catch is not part of the"
                        + " subset: return an error code"),
                rule(F + "int f(int a) {\n try {\n a++;\n } finally {"
                        + " a--; } return a; }", "T.java:3: [no-exceptions] try/finally is not part"
                        + " of the subset: return an error code"),
                rule(F + "int f(int a) {\n throw new IllegalStateException(); }",
                        "T.java:2: [no-exceptions] new IllegalStateException makes an exception:"
                        + " return an error code, or call Panic.stop"),
                rule(F + "int f(RuntimeException a) {\n throw a; }",
                        "T.java:2: [no-exceptions] throw is not part of the subset: return an error"
                        + " code, or call Panic.stop"));
    }

    private static Stream<Arguments> objects() {
        return Stream.of(
                rule("int x; " + F + "int f() { return new T().x; }",
                        "T.java:1: [no-objects] new T makes an object: make the class a final"
                        + " subclass of cleave.magic.Struct"),
                rule(F + "Object f() { return new Object(); }",
                        "T.java:1: [no-objects] new Object makes an object: use a struct or an"
                        + " array"),
                rule(F + "Object f(Object a) { return (Integer) a; }",
                        "T.java:1: [no-objects] there are no values of Integer: use a struct, an"
                        + " array, a word or a function pointer"),
                rule(F + "boolean f(Object a) { return a instanceof String; }",
                        "T.java:1: [no-instanceof] references do not know their type: keep a kind"
                        + " in a field"),
                rule(F + "int[] f() { return new int[3]; }",
                        "T.java:1: [no-allocator] new at run time, and the program has no"
                        + " @Allocator: annotate a method Address allocate(int bytes) with"
                        + " @Allocator"),
                rule(F + "int[][] f() { return new int[3][4]; }",
                        "T.java:1: [no-allocator] new at run time, and the program has no"
                        + " @Allocator: annotate a method Address allocate(int bytes) with"
                        + " @Allocator"),
                rule(F + "int[][][] f() { return new int[3][4][5]; }",
                        "T.java:1: [nested-arrays] an array of 3 dimensions is made at once: make"
                        + " two at once, as in new int[3][4][], and the others in loops"),
                rule(F + "int f() { return new double[3][4].length; }",
                        "T.java:1: [no-floats] there are no floating-point numbers: use int or"
                        + " long"),
                rule(F + "Integer f(int a) { return a; }",
                        "T.java:1: [no-library] Integer.valueOf is the JDK's, and not part of the"
                        + " subset: write it in the subset"));
    }

    private static Stream<Arguments> strings() {
        return Stream.of(
                rule(F + "String f(int a) { return \"a\" + a; }",
                        "T.java:1: [no-concatenation] strings cannot be joined at run time: print"
                        + " the parts one after the other"),
                rule(F + "String f() { return \"a\\u00e4\"; }",
                        "T.java:1: [ascii] the literal has the character U+00E4 at index 1: write"
                        + " it in ASCII"),
                rule(F + "boolean f(String a) { return a.equals(\"b\"); }",
                        "T.java:1: [no-library] String.equals is the JDK's, and not part of the"
                        + " subset: compare by =="),
                rule(F + "int f(String a) { switch (a) { case \"b\": return 1; } return 2; }",
                        "T.java:1: [no-string-switch] a switch looks at a string, whose characters"
                        + " the subset does not compare: switch on an int or an enum"),
                rule(F + "int f(String a, boolean c) {\n return switch (a) { case \"Aa\", \"BB\""
                        + " -> 1;\n case \"b\" -> c || a.equals(\"d\") ? 2 : 3;\n default -> 4; };"
                        + " }",
                        "T.java:2: [no-string-switch] a switch looks at a string, whose characters"
                        + " the subset does not compare: switch on an int or an enum",
                        "T.java:3: [no-library] String.equals is the JDK's, and not part of the"
                        + " subset: compare by =="),
                rule(F + "void f(int a) { assert a > 0 : a; }",
                        "T.java:1: [literal-text] the text is not a literal: write the text"
                        + " itself"));
    }

    private static Stream<Arguments> classes() {
        return Stream.of(
                rule("static class A extends Struct { int x; } " + F + "int f(A a) { return a.x; }",
                        "T.java:1: [final-class] T$A is not final: declare it final"),
                rule("static class A { static int g() { return 1; } } static final class B"
                        + " extends A { static int h() { return g(); } } "
                        + F + "int f() { return B.h(); }",
                        "T.java:1: [no-inheritance] T$B extends T$A: put the common part into a"
                        + " struct, and embed it"),
                rule("record A(int x) { static int g() { return 1; } } " + F
                        + "int f() { return A.g(); }",
                        "T.java:1: [no-inheritance] T$A extends Record: make it a final subclass of"
                        + " Struct"),
                rule("interface I { int g(); } " + F + "int f(I a) { return a.g(); }",
                        "T.java:1: [no-virtual] T$I.g is called through an interface: let the"
                        + " interface extend cleave.magic.Fn"),
                rule("static class A { int g() { return 1; } } " + F + "int f(A a) { return a.g();"
                        + " }", "T.java:1: [no-virtual] T$A.g can be overridden: make the method or"
                        + " its class final"),
                rule("interface I extends Fn { int g(); int h(); } " + F
                        + "int f(I a) { return a.g(); }",
                        "T.java: [function-type] T$I has more than one method: give a function"
                        + " pointer one, and make a struct of several pointers"),
                rule("static final class A implements Runnable { public void run() { } static int"
                        + " g() { return 1; } } " + F + "int f() { return A.g(); }",
                        "T.java:1: [no-interfaces] T$A implements an interface: only references to"
                        + " methods are values of an interface, one that extends Fn"),
                rule("static final class W extends Word { int more; W(int a) { super(a); } } " + F
                        + "int f(int a) { return new W(a).bits(); }",
                        "T.java:1: [word-class] T$W is a word and has a field: keep everything in"
                        + " its 32 bits, or make it a struct"),
                rule("static final class W extends Word { W(int a) { super(a + 1); } } " + F
                        + "int f(int a) { return new W(a).bits(); }",
                        "T.java:1: [word-class] the constructor of T$W does more than pass its"
                        + " argument on: compute the bits in a static method"));
    }

    private static Stream<Arguments> lambdas() {
        return Stream.of(
                rule("interface I extends Fn { int g(); default int h() { return 1; } } " + F
                        + "int f(I a) { return a.h(); }",
                        "T.java:1: [function-type] h is a method with code of a function pointer:"
                        + " make it static"),
                rule("interface I extends Fn { int g(); } " + F
                        + "boolean f(I a) { return a.equals(a); }",
                        "T.java:1: [no-library] Object.equals is the JDK's, and not part of the"
                        + " subset: compare by =="),
                rule("interface I extends Fn { int g(); } " + F
                        + "int f(int a) { I i = () -> a; return i.g(); }",
                        "T.java:1: [no-capture] a lambda captures a variable: pass it as an"
                        + " argument, or use a static field"),
                rule(F + "int f(int a) { Runnable i = () -> { }; i.run(); return 1; }",
                        "T.java:1: [lambda-type] a lambda or method reference is no function"
                        + " pointer: let its interface extend cleave.magic.Fn"));
    }

    private static Stream<Arguments> foreign() {
        return Stream.of(
                rule(F + "synchronized int f() { return 1; }",
                        "T.java:1: [no-monitors] T.f is synchronized: take a lock made of Atomic"),
                rule("static int[] lock; " + F + "int f() { synchronized (lock) { return 1; } }",
                        "T.java:1: [no-monitors] synchronized is not part of the subset: take a"
                        + " lock made of Atomic"),
                rule(F + "double f(int a) { return 1; }",
                        "T.java:1: [no-floats] T.f has a floating-point parameter or result: use"
                        + " int or long",
                        "T.java:1: [no-floats] there are no floating-point numbers: use int or"
                        + " long"),
                rule("static float x; " + F + "int f() { return (int) x; }",
                        "T.java:1: [no-floats] T.x is a floating-point number: use int or long"),
                rule(F + "long f() { return System.nanoTime(); }",
                        "T.java:1: [no-library] System.nanoTime is the JDK's, and not part of the"
                        + " subset: write it in the subset"),
                rule(F + "void f() { System.out.println(1); }",
                        "T.java:1: [no-library] java.lang.System is the JDK's, and not part of the"
                        + " subset: write it in the subset"),
                rule("@HostedOnly static void g() { } " + F + "void f() { g(); }",
                        "T.java:1: [hosted-only] T.g is for hosted runs only: do not call it from"
                        + " compiled code"));
    }

    private static Stream<Arguments> structs() {
        return Stream.of(
                rule("static final class A extends Struct { @Inline(2) int[] x; } " + F
                        + "int[] f(A a) { return a.x; }",
                        "T.java:1: [in-place-array] the array x is in place, and cannot be passed"
                        + " on or stored: pass the struct, or its Address"),
                rule("static final class A extends Struct { @Inline(2) int[] x; } " + F
                        + "void f(A a, int[] b) { a.x = b; }",
                        "T.java:1: [in-place] the field x is in place, and cannot be assigned: copy"
                        + " its fields or elements"),
                rule("\n\n@Size(12) static final class A extends Struct {\n int a;\n"
                        + " @Offset(8) int b; } " + F + "int f(A a) { return a.b; }",
                        "T.java:3: [struct-offset] T$A.b lies at offset 4, not 8: correct the"
                        + " fields before it, or @Offset",
                        "T.java:3: [struct-size] T$A has 8 bytes, not 12: correct the fields or"
                        + " @Size"),
                rule("static final class A extends Struct { @Offset(8) int x; } " + F
                        + "int f(A a) { return a.x; }",
                        "T.java:1: [struct-offset] T$A.x lies at offset 0, not 8: correct the"
                        + " fields before it, or @Offset"),
                rule(F + "int f(Struct a) { return Struct.indexOf(a, a); }",
                        "T.java:1: [struct-class] Struct has no layout: its type is not known here:"
                        + " use a final subclass of Struct"));
    }

    private static Stream<Arguments> intrinsics() {
        return Stream.of(
                rule(F + "int f(cleave.toolchain.isa.Csr a) { return Csr.read(a); }",
                        "T.java:1: [literal-csr] the CSR is not a constant: its number is part of"
                        + " the instruction: name it, as in Csr.read(SATP)"),
                rule(F + "int f(Class<? extends Struct> a) { return Struct.sizeOf(a); }",
                        "T.java:1: [literal-class] the class is not a literal: write it as"
                        + " Proc.class"),
                rule(F + "void f(String a) { Panic.stop(a); }",
                        "T.java:1: [literal-text] the text is not a literal: write the text"
                        + " itself"),
                rule("native int g(); " + F + "int f(T a) { return a.g(); }",
                        "T.java:1: [no-virtual] T.g can be overridden: make the method or its class"
                        + " final"));
    }

    private static Stream<Arguments> programs() {
        return Stream.of(
                rule("static int a = Integer.divideUnsigned(1, T.b); static int b; " + F
                        + "int f() { return a; }",
                        "T.java:1: [static-initialiser] the initialiser of T cannot be run at build"
                        + " time: a division by zero: assign the field at run time"),
                rule("static int a = Csr.read(cleave.toolchain.isa.Csr.SATP); " + F
                        + "int f() { return a; }",
                        "T.java:1: [static-initialiser] the initialiser of T cannot be run at build"
                        + " time: an instruction of the machine cannot run at build time: assign"
                        + " the field at run time"),
                rule("static final class A { static int a = B.b; } static final class B {"
                        + " static int b = A.a; } " + F + "int f() { return A.a; }",
                        "T.java:1: [initialiser-cycle] the initialiser of T$A, which needs T$B,"
                        + " which needs T$A itself: assign one of the fields at run time"),
                rule(F + "int f(int n) { return n < 2 ? n : f(n - 1) + f(n - 2); }",
                        "T.java:1: [no-recursion] T.f calls itself: write a loop, or say how deep"
                        + " by @Recursive(max = n)"),
                rule(F + "int f(int n) { return n < 2 ? n : g(n - 1); } static int g(int n) {"
                        + " return f(n); }",
                        "T.java:1: [no-recursion] T.f calls T.g, which calls T.f: write a loop, or"
                        + " say how deep by @Recursive(max = n)"),
                rule("@PanicHandler static void g(PanicSite s) { } @PanicHandler static void"
                        + " h(PanicSite s) { } " + F + "void f() { }",
                        "T.java:1: [panic-handler] T.h is the second one, after T.g: take one of"
                        + " the annotations away"));
    }

    private static Arguments rule(String members, String... violations) {
        return Arguments.of(members, List.of(violations));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleHasItsMessage(String members, List<String> violations) {
        String source = members.contains("synchronized int f()") || members.contains("native")
                || members.contains("new T()") ? "class T { " + members + " }"
                : "final class T { " + members + " }";
        CompileException refused = assertThrows(CompileException.class,
                () -> Snippet.program(source));
        assertEquals(String.join("\n", violations), refused.getMessage());
    }

    @Test
    void allViolationsOfAllMethodsAreToldInOneRun() {
        CompileException refused = assertThrows(CompileException.class,
                () -> Snippet.members("@EntryPoint static int f(Object o) {\n g();\n"
                        + " float x = 1;\n return o instanceof String ? h() : 1;\n }\n"
                        + " static void g() {\n throw new Error(); }\n"
                        + " static int h() {\n return new java.util.Random().nextInt(); }"));
        assertEquals("""
                T.java:3: [no-floats] there are no floating-point numbers: use int or long
                T.java:4: [no-instanceof] references do not know their type: keep a kind in a field
                T.java:7: [no-exceptions] new Error makes an exception: return an error code, or \
                call Panic.stop
                T.java:9: [no-objects] new Random makes an object: use a struct or an array""",
                refused.getMessage());
    }

    private static String callBack(String type) {
        return "final class T { interface A extends Fn { void go(int x); }"
                + " interface B extends Fn { void go(int x); }"
                + " static A a = T::first; static B b = T::second;"
                + " static void first(int x) { " + type + ".go(x); }"
                + " static void second(int x) { }"
                + " @EntryPoint static void f(int x) { a.go(x); b.go(x); } }";
    }

    @Test
    void callsByPointerReachOnlyFunctionsOfThatInterface() {
        Snippet.program(callBack("b"));
        CompileException refused = assertThrows(CompileException.class,
                () -> Snippet.program(callBack("a")));
        assertEquals("T.java:1: [no-recursion] T.first calls itself: write a loop, or say how deep"
                + " by @Recursive(max = n)", refused.getMessage());
    }
}

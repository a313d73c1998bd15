package cleave.toolchain.compiler.debuginfo;

/** What an entry describes (section 7.5.4). */
enum Tag {
    ARRAY_TYPE(0x01), FORMAL_PARAMETER(0x05), LEXICAL_BLOCK(0x0b), MEMBER(0x0d),
    POINTER_TYPE(0x0f), COMPILE_UNIT(0x11), STRUCTURE_TYPE(0x13), SUBROUTINE_TYPE(0x15),
    TYPEDEF(0x16), INLINED_SUBROUTINE(0x1d), SUBRANGE_TYPE(0x21), BASE_TYPE(0x24),
    SUBPROGRAM(0x2e), VARIABLE(0x34), VOLATILE_TYPE(0x35), NAMESPACE(0x39);

    final int code;

    Tag(int code) {
        this.code = code;
    }
}

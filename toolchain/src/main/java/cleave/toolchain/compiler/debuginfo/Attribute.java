package cleave.toolchain.compiler.debuginfo;

/** An attribute of an entry, and the form in which we write it (sections 7.5.4 and 7.5.5). */
enum Attribute {
    LOCATION(0x02, Form.EXPRLOC), LOCATION_LIST(0x02, Form.SEC_OFFSET), NAME(0x03, Form.STRING),
    BYTE_SIZE(0x0b, Form.UDATA), STMT_LIST(0x10, Form.SEC_OFFSET), LOW_PC(0x11, Form.ADDR),
    HIGH_PC(0x12, Form.DATA4), LANGUAGE(0x13, Form.DATA1), COMP_DIR(0x1b, Form.STRING),
    INLINE(0x20, Form.DATA1), PRODUCER(0x25, Form.STRING), ABSTRACT_ORIGIN(0x31, Form.REF4),
    COUNT(0x37, Form.UDATA), DATA_MEMBER_LOCATION(0x38, Form.UDATA), DECL_FILE(0x3a, Form.UDATA),
    DECL_LINE(0x3b, Form.UDATA), DECLARATION(0x3c, Form.FLAG_PRESENT), ENCODING(0x3e, Form.DATA1),
    EXTERNAL(0x3f, Form.FLAG_PRESENT), FRAME_BASE(0x40, Form.EXPRLOC), TYPE(0x49, Form.REF4),
    RANGES(0x55, Form.SEC_OFFSET), CALL_FILE(0x58, Form.UDATA), CALL_LINE(0x59, Form.UDATA),
    LINKAGE_NAME(0x6e, Form.STRING);

    final int code;
    final Form form;

    Attribute(int code, Form form) {
        this.code = code;
        this.form = form;
    }

    /** How a value is written. */
    enum Form {
        ADDR(0x01), DATA4(0x06), STRING(0x08), DATA1(0x0b), UDATA(0x0f), REF4(0x13),
        SEC_OFFSET(0x17), EXPRLOC(0x18), FLAG_PRESENT(0x19);

        final int code;

        Form(int code) {
            this.code = code;
        }
    }
}

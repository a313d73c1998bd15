package cleave.toolchain.isa;

/** What a0 says after an SBI call (SBI specification 2.0, chapter 3). */
public enum SbiError {
    SUCCESS(0, "completed successfully"),
    FAILED(-1, "failed"),
    NOT_SUPPORTED(-2, "not supported"),
    INVALID_PARAM(-3, "invalid parameter"),
    DENIED(-4, "denied or not allowed"),
    INVALID_ADDRESS(-5, "invalid address"),
    ALREADY_AVAILABLE(-6, "already available"),
    ALREADY_STARTED(-7, "already started"),
    ALREADY_STOPPED(-8, "already stopped"),
    NO_SHMEM(-9, "shared memory not available");

    private final int code;
    private final String words;

    SbiError(int code, String words) {
        this.code = code;
        this.words = words;
    }

    /** The value of a0. */
    public int code() {
        return code;
    }

    /** The specification's words. */
    public String words() {
        return words;
    }
}

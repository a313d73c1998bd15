package cleave.emulator.cli;

/** The version of this build, from the manifest of its jar. */
final class Version {
    private Version() {
    }

    static String get() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version != null ? version : "(not from a jar)";
    }
}

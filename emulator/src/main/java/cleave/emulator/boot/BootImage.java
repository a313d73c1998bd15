package cleave.emulator.boot;

import cleave.toolchain.elf.ElfFile;

/** What a file turned out to be. */
public sealed interface BootImage {
    /** The file's name, for messages. */
    String name();

    /** What it is, in a few words. */
    String kind();

    /** An RV32 executable that says itself where it belongs. */
    record Elf(String name, ElfFile file, byte[] content) implements BootImage {
        @Override
        public String kind() {
            return "ELF32";
        }
    }

    /** Linux's boot image: flat, with a header that tells its place and size. */
    record LinuxImage(String name, byte[] content, LinuxHeader header) implements BootImage {
        @Override
        public String kind() {
            return "Linux Image";
        }
    }

    /** Bytes, about which nothing is known. */
    record Flat(String name, byte[] content) implements BootImage {
        @Override
        public String kind() {
            return "flat binary";
        }
    }
}

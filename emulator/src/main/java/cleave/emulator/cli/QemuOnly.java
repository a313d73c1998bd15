package cleave.emulator.cli;

/** Options that QEMU has and Cleave has not, with what to do instead. */
enum QemuOnly {
    NETDEV("netdev", "there is no network device"),
    USB("usb", "there is no USB"),
    KVM("enable-kvm", "there is nothing to accelerate; see --engine"),
    BLOCKDEV("blockdev", "say -drive file=...,format=raw,if=none,id=..."),
    CDROM("cdrom", "say -drive file=...,readonly=on"),
    HDB("hdb", "say -drive file=..."),
    PFLASH("pflash", "there is no flash; give firmware with -bios"),
    MTDBLOCK("mtdblock", "there is no flash"),
    SD("sd", "there is no SD card; say -drive file=..."),
    FSDEV("fsdev", "there is no shared folder; put the files on a disk image"),
    VIRTFS("virtfs", "there is no shared folder; put the files on a disk image"),
    DAEMONIZE("daemonize", "run it in the background with &"),
    QMP("qmp", "see --json and the monitor (Ctrl-a c)"),
    MON("mon", "the monitor is at Ctrl-a c"),
    TRACE("plugin", "there are no plugins"),
    LOADVM("loadvm", "there are no saved machines"),
    INCOMING("incoming", "there is no migration"),
    VNC("vnc", "there are no graphics"),
    SPICE("spice", "there are no graphics"),
    SEMIHOSTING("semihosting", "end the guest through the test finisher at 0x100000"),
    SEMIHOSTING_CONFIG("semihosting-config",
            "end the guest through the test finisher at 0x100000"),
    NUMA("numa", "there is one hart and one memory"),
    SINGLESTEP("singlestep", "blocks do not matter here; see --engine reference"),
    NO_SHUTDOWN("no-shutdown", "a guest that switches the machine off ends the run"),
    ACTION("action", "say -no-reboot"),
    FW_CFG("fw_cfg", "there is no fw_cfg"),
    BOOT("boot", "the kernel is what is given with -kernel"),
    OPTION_ROM("option-rom", "there are no option ROMs"),
    READCONFIG("readconfig", "write the options on the command line"),
    WATCHDOG("watchdog", "there is no watchdog");

    private final String name;
    private final String instead;

    QemuOnly(String name, String instead) {
        this.name = name;
        this.instead = instead;
    }

    /** Its name without dashes. */
    String option() {
        return name;
    }

    /** Refuses the option, dashes included, if it is one of these. */
    static void refuse(String option) throws UsageException {
        String bare = Opt.bare(option);
        for (QemuOnly known : values()) {
            if (known.name.equals(bare)) {
                throw new UsageException(option + " is QEMU's; here, " + known.instead);
            }
        }
    }
}

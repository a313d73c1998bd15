package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import cleave.emulator.platform.DeviceTreeNode;
import cleave.emulator.platform.DeviceTreeText;
import cleave.emulator.platform.FlattenedTree;
import cleave.emulator.platform.VirtDeviceTree;
import cleave.emulator.platform.VirtPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code cleave describe}: the machine's memory map and device tree, without starting it. */
final class DescribeCommand {
    private final Arguments arguments;
    private final Streams streams;

    DescribeCommand(Arguments arguments, Streams streams) {
        this.arguments = arguments;
        this.streams = streams;
    }

    int execute() throws UsageException, BootException {
        arguments.limitOperands(0);
        MachineOptions options = MachineOptions.of(arguments);
        DeviceTreeNode tree = tree(options, arguments.value(Opt.APPEND));
        if (arguments.has(Opt.DTB_OUT)) {
            write(tree, arguments.value(Opt.DTB_OUT).orElseThrow());
        }
        if (arguments.has(Opt.DTS)) {
            streams.print(DeviceTreeText.print(tree));
        } else if (arguments.has(Opt.JSON)) {
            ResultReport.write(json(options), arguments.optionalValue(Opt.JSON), streams, true);
        } else if (!arguments.has(Opt.DTB_OUT)) {
            streams.print(VirtPlatform.describe(options.memoryBytes()));
        }
        return ExitCode.SUCCESS.code();
    }

    private static DeviceTreeNode tree(MachineOptions options, Optional<String> commandLine) {
        return VirtDeviceTree.tree(new VirtDeviceTree.Boot(options.memoryBytes(),
                options.hart().isa(), commandLine, Optional.empty(), Optional.of(options.seed())));
    }

    /** {@code -M virt,dumpdtb=FILE} of {@code cleave boot}. */
    static void dump(MachineOptions options, Optional<String> commandLine, String file)
            throws BootException {
        write(tree(options, commandLine), file);
    }

    private static void write(DeviceTreeNode tree, String file) throws BootException {
        try {
            Files.write(Path.of(file), FlattenedTree.write(tree));
        } catch (IOException e) {
            throw new BootException("the device tree cannot be written to " + file + ": "
                    + e.getMessage());
        }
    }

    private static String json(MachineOptions options) {
        List<JsonObject> parts = new ArrayList<>();
        parts.add(part("rom", VirtPlatform.ROM_BASE, VirtPlatform.ROM_SIZE, 0));
        for (VirtPlatform.Row row : VirtPlatform.rows()) {
            parts.add(part(row.name(), row.base(), row.size(), row.source()));
        }
        parts.add(part("ram", VirtPlatform.RAM_BASE, options.memoryBytes(), 0));
        return new JsonObject().put("schema", "cleave-machine/1").put("machine", "virt")
                .put("isa", options.hart().isa()).putAll("memoryMap", parts).toString();
    }

    private static JsonObject part(String name, long base, long size, int source) {
        JsonObject part = new JsonObject().put("name", name).put("base", base).put("size", size);
        return source == 0 ? part : part.put("interrupt", source);
    }
}

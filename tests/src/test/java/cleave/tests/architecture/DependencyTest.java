package cleave.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.device.Device;
import cleave.emulator.device.InterruptLine;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Who may depend on whom: the arrows, and the missing ones, of the design's picture. */
@AnalyzeClasses(packages = "cleave", importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyTest {
    private static final String ISA = "cleave.toolchain.isa..";
    private static final String ELF = "cleave.toolchain.elf..";
    private static final String MAGIC = "cleave.magic..";
    /** Reading disks: the emulator boots from what the images module writes. */
    private static final String DISK = "cleave.toolchain.disk..";
    private static final String TEXT = "cleave.toolchain.text..";
    /** The tables of Linux's interface: traces of system calls use the words of the kernel. */
    private static final String LINUX = "cleave.toolchain.linux..";
    private static final String JDK = "java..";
    private static final String CLI = "cleave.emulator.cli..";
    private static final String IMAGES_CLI = "cleave.images.cli..";

    private static final Map<String, Set<String>> CLOCKS = Map.of(
            "java.lang.System", Set.of("nanoTime", "currentTimeMillis"),
            "java.lang.Thread", Set.of("sleep"),
            "java.time.Instant", Set.of("now"),
            "java.time.LocalDateTime", Set.of("now"),
            "java.time.ZonedDateTime", Set.of("now"),
            "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "tickMillis"));

    @ArchTest
    static void everyModuleIsLookedAt(JavaClasses imported) {
        for (String name : new String[] {"cleave.toolchain.isa.Instruction",
            "cleave.emulator.hart.Hart", "cleave.emulator.cli.Main",
            "cleave.guestos.firmware.Firmware"}) {
            assertTrue(imported.contain(name), name);
        }
    }

    @ArchTest
    static final ArchRule instructionSetDependsOnNothing =
            classes().that().resideInAPackage(ISA).should().onlyDependOnClassesThat()
                    .resideInAnyPackage(ISA, JDK);

    @ArchTest
    static final ArchRule elfDependsOnNothing =
            classes().that().resideInAPackage(ELF).should().onlyDependOnClassesThat()
                    .resideInAnyPackage(ELF, JDK);

    @ArchTest
    static final ArchRule readingDisksDependsOnNothing =
            classes().that().resideInAnyPackage(DISK).should().onlyDependOnClassesThat()
                    .resideInAnyPackage(DISK, JDK);

    @ArchTest
    static final ArchRule wordsForPeopleDependOnNothing =
            classes().that().resideInAPackage(TEXT).should().onlyDependOnClassesThat()
                    .resideInAnyPackage(TEXT, JDK);

    @ArchTest
    static final ArchRule assemblerDependsOnInstructionSetAndElf =
            classes().that().resideInAPackage("cleave.toolchain.asm..").should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("cleave.toolchain.asm..", ISA, ELF, JDK);

    @ArchTest
    static final ArchRule linkerDependsOnInstructionSetAndElf =
            classes().that().resideInAPackage("cleave.toolchain.link..").should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("cleave.toolchain.link..", ISA, ELF, JDK);

    @ArchTest
    static final ArchRule toolchainKnowsNeitherGuestNorEmulator =
            noClasses().that().resideInAPackage("cleave.toolchain..").should()
                    .dependOnClassesThat(ofCleaveBut("cleave.toolchain..", MAGIC));

    @ArchTest
    static final ArchRule magicKnowsOnlyTheNamesOfRegisters =
            classes().that().resideInAPackage(MAGIC).should().onlyDependOnClassesThat()
                    .resideInAnyPackage(MAGIC, ISA, JDK);

    @ArchTest
    static final ArchRule guestKnowsNoEmulatorAndNoImages =
            noClasses().that().resideInAPackage("cleave.guestos..").should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("cleave.emulator..", "cleave.images..");

    @ArchTest
    static final ArchRule imagesKnowNoEmulator =
            noClasses().that().resideInAPackage("cleave.images..").should()
                    .dependOnClassesThat().resideInAPackage("cleave.emulator..");

    @ArchTest
    static final ArchRule emulatorUsesOnlyTheReadersOfTheToolchain =
            noClasses().that().resideInAPackage("cleave.emulator..").should()
                    .dependOnClassesThat(ofCleaveBut("cleave.emulator..", ISA, ELF, DISK,
                            LINUX, TEXT));

    @ArchTest
    static final ArchRule coreUsesNothingButTheJdk =
            classes().that().resideInAPackage("cleave.emulator..")
                    .and().resideOutsideOfPackages(CLI, "cleave.emulator.engine.translate..")
                    .should().onlyDependOnClassesThat()
                    .resideInAnyPackage("cleave.emulator..", ISA, ELF, DISK, LINUX, TEXT, JDK);

    @ArchTest
    static final ArchRule coreDoesNotKnowTheCommandLine =
            noClasses().that().resideInAPackage("cleave.emulator..")
                    .and().resideOutsideOfPackage(CLI)
                    .should().dependOnClassesThat().resideInAPackage(CLI);

    @ArchTest
    static final ArchRule commandLineLibrariesStayInTheCommandLine =
            noClasses().that().resideOutsideOfPackages(CLI, IMAGES_CLI).should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.commons.cli..", "org.jline..");

    @ArchTest
    static final ArchRule bytecodeLibraryStaysWhereBytecodeIsReadOrMade =
            noClasses().that().resideOutsideOfPackages("cleave.toolchain.compiler..",
                    "cleave.toolchain.hosted..", "cleave.emulator.engine.translate..").should()
                    .dependOnClassesThat().resideInAPackage("org.objectweb.asm..");

    @ArchTest
    static final ArchRule hartDoesNotKnowTheMachineAroundIt =
            noClasses().that().resideInAnyPackage("cleave.emulator.state..",
                    "cleave.emulator.time..", "cleave.emulator.memory..", "cleave.emulator.mmu..",
                    "cleave.emulator.hart..", "cleave.emulator.engine..",
                    "cleave.emulator.device..").should().dependOnClassesThat()
                    .resideInAnyPackage("cleave.emulator.machine..", "cleave.emulator.platform..",
                            "cleave.emulator.firmware..", "cleave.emulator.boot..",
                            "cleave.emulator.debug..");

    @ArchTest
    static final ArchRule devicesDoNotKnowTheHart =
            noClasses().that().resideInAPackage("cleave.emulator.device..").should()
                    .dependOnClassesThat().resideInAnyPackage("cleave.emulator.hart..",
                            "cleave.emulator.mmu..", "cleave.emulator.engine..");

    @ArchTest
    static final ArchRule mmuDoesNotKnowTheHart =
            noClasses().that().resideInAnyPackage("cleave.emulator.mmu..",
                    "cleave.emulator.memory..").should().dependOnClassesThat()
                    .resideInAnyPackage("cleave.emulator.hart..", "cleave.emulator.engine..");

    @ArchTest
    static final ArchRule packagesOfTheToolchainHaveNoCycles =
            slices().matching("cleave.toolchain.(*)..").should().beFreeOfCycles();

    /**
     * The two contracts through which memory and time speak to devices, {@code Device} and
     * {@code InterruptLine}, live with the devices; they are interfaces and know nothing
     * themselves.
     */
    @ArchTest
    static final ArchRule packagesOfTheEmulatorHaveNoCycles =
            slices().matching("cleave.emulator.(*)..").should().beFreeOfCycles()
                    .ignoreDependency(resideInAPackage("cleave.emulator.memory"),
                            type(Device.class))
                    .ignoreDependency(resideInAPackage("cleave.emulator.time"),
                            type(InterruptLine.class));

    @ArchTest
    static final ArchRule noStateIsSharedBetweenMachines =
            fields().that().areStatic()
                    .and().areDeclaredInClassesThat().resideOutsideOfPackage("cleave.guestos..")
                    .should().beFinal()
                    .because("several machines live in one JVM");

    @ArchTest
    static final ArchRule onlyOneClassLooksAtTheClockOnTheWall =
            noClasses().that().doNotHaveSimpleName("HostClock").should()
                    .callMethodWhere(target(wallClock()))
                    .because("a run depends on nothing but configuration and input");

    @ArchTest
    static final ArchRule onlyMainEndsTheJvm =
            noClasses().that().doNotHaveSimpleName("Main").should()
                    .callMethodWhere(target(owner(type(System.class))).and(target(name("exit"))))
                    .orShould().callMethodWhere(target(owner(type(Runtime.class)))
                            .and(target(nameMatching("exit|halt"))));

    @ArchTest
    static final ArchRule nothingIsRandomWithoutASeed =
            noClasses().should().callConstructor(Random.class)
                    .orShould().callMethod(Math.class, "random")
                    .orShould().accessClassesThat().belongToAnyOf(ThreadLocalRandom.class);

    private static DescribedPredicate<JavaClass> ofCleaveBut(String... packages) {
        return resideInAPackage("cleave..").and(not(resideInAnyPackage(packages)));
    }

    private static DescribedPredicate<AccessTarget> wallClock() {
        return DescribedPredicate.describe("the host's clock", target ->
                CLOCKS.getOrDefault(target.getOwner().getName(), Set.of())
                        .contains(target.getName()));
    }
}

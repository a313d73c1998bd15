package cleave.guestos.user.tools;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/**
 * The executable of the small tools: the last part of {@code argv[0]} says which one runs. When
 * that begins with {@code tools}, the first argument does.
 */
public final class Tools {
    /** All tools; the build makes a link for each. */
    public static final Tool[] TABLE = {
        Tool.of("[", Test::bracket),
        Tool.of("basename", Paths::basename),
        Tool.of("cat", Cat::run),
        Tool.of("chgrp", Chmod::chgrp),
        Tool.of("chmod", Chmod::run),
        Tool.of("chown", Chmod::chown),
        Tool.of("clear", Tty::clear),
        Tool.of("cmp", Cmp::run),
        Tool.of("cp", Cp::run),
        Tool.of("cut", Cut::run),
        Tool.of("date", Date::run),
        Tool.of("dd", Dd::run),
        Tool.of("df", Df::run),
        Tool.of("diff", Diff::run),
        Tool.of("dirname", Paths::dirname),
        Tool.of("dmesg", Dmesg::run),
        Tool.of("du", Du::run),
        Tool.of("echo", Echo::run),
        Tool.of("env", Env::run),
        Tool.of("expr", Expr::run),
        Tool.of("false", Tools::no),
        Tool.of("find", Find::run),
        Tool.of("free", Free::run),
        Tool.of("grep", Grep::run),
        Tool.of("halt", Shutdown::halt),
        Tool.of("head", Head::run),
        Tool.of("hexdump", Dump::hexdump),
        Tool.of("hostname", Uname::hostname),
        Tool.of("id", Id::run),
        Tool.of("kill", Kill::run),
        Tool.of("less", More::run),
        Tool.of("ln", Ln::run),
        Tool.of("ls", Ls::run),
        Tool.of("mkdir", Mkdir::run),
        Tool.of("mkfifo", Mknod::mkfifo),
        Tool.of("mknod", Mknod::run),
        Tool.of("mktemp", Mktemp::run),
        Tool.of("more", More::run),
        Tool.of("mount", Mount::run),
        Tool.of("mv", Mv::run),
        Tool.of("nice", Nice::run),
        Tool.of("od", Dump::od),
        Tool.of("poweroff", Shutdown::poweroff),
        Tool.of("printf", Printf::run),
        Tool.of("ps", Ps::run),
        Tool.of("pwd", Pwd::run),
        Tool.of("readlink", Readlink::run),
        Tool.of("realpath", Readlink::realpath),
        Tool.of("reboot", Shutdown::reboot),
        Tool.of("renice", Nice::renice),
        Tool.of("rm", Rm::run),
        Tool.of("rmdir", Mkdir::rmdir),
        Tool.of("sed", Sed::run),
        Tool.of("seq", Seq::run),
        Tool.of("sleep", Sleep::run),
        Tool.of("sort", Sort::run),
        Tool.of("stat", Stat::run),
        Tool.of("stty", Stty::run),
        Tool.of("sync", Shutdown::sync),
        Tool.of("tail", Tail::run),
        Tool.of("tee", Tee::run),
        Tool.of("test", Test::run),
        Tool.of("time", Timing::run),
        Tool.of("top", Top::run),
        Tool.of("touch", Touch::run),
        Tool.of("tr", Tr::run),
        Tool.of("true", Tools::yes),
        Tool.of("tty", Tty::run),
        Tool.of("umount", Mount::umount),
        Tool.of("uname", Uname::run),
        Tool.of("uniq", Uniq::run),
        Tool.of("wc", Wc::run),
        Tool.of("which", Which::run),
        Tool.of("whoami", Id::whoami),
        Tool.of("xargs", Xargs::run),
        Tool.of("yes", Yes::run),
    };

    private static final int UNKNOWN = 127;

    private Tools() {
    }

    static int main(int count, Address arguments) {
        Address name = Program.name();
        int code = Strings.startsWith(name, "tools") && count > 1
                ? run(Strings.baseName(Program.argument(1)), count - 1, arguments.plus(4))
                : run(name, count, arguments);
        Stream out = Stdio.stdout();
        out.flush();
        if (out.failed()) {
            Errors.warnErrno("standard output");
            return Math.max(code, 1);
        }
        return code;
    }

    private static int run(Address name, int count, Address arguments) {
        for (Tool tool : TABLE) {
            if (Strings.equal(name, tool.name)) {
                return tool.main.run(count, arguments);
            }
        }
        Errors.warn(name, "no such tool");
        return UNKNOWN;
    }

    private static int yes(int count, Address arguments) {
        return 0;
    }

    private static int no(int count, Address arguments) {
        return 1;
    }
}

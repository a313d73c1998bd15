package cleave.guestos.libc.programs;

import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Users;
import cleave.magic.Address;

/** Looks its arguments up as users and as groups, by name and back by number. */
final class UsersProgram {
    private UsersProgram() {
    }

    static int main(int count, Address arguments) {
        for (int i = 1; i < count; i++) {
            Users.User user = Users.getpwnam(Program.argument(i));
            if (user != null) {
                user = Users.getpwuid(user.id);
                Stdio.printf("%s:x:%d:", user.name, user.id);
                Stdio.printf("%d:", user.group);
                Stdio.printf("%s:%s:%s\n", user.fullName, user.home, user.shell);
            }
            Users.Group group = Users.getgrnam(Program.argument(i));
            if (group != null) {
                group = Users.getgrgid(group.id);
                Stdio.printf("%s:x:%d:", group.name, group.id);
                Stdio.puts(group.members);
            }
        }
        return 0;
    }
}

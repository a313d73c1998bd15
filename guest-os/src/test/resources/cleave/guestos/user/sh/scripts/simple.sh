echo hello world
x=5; echo "x is $x" '$x' \$x
echo a\
b "c\
d"
a=1 b=2; echo $a$b
echo one; echo two & wait; echo three
# a comment
echo not#a comment # but this
true; echo $?; false; echo $?
nosuchcommand 2>/dev/null; echo $?
/etc 2>/dev/null; echo $?
./nosuch 2>/dev/null; echo $?
(exit 4); echo $?
! true; echo $?; ! false; echo $?
true && echo and || echo or
false && echo and || echo or
false || false || echo third
true || echo no && echo yes
{ echo group; echo of; } | cat
(echo sub; cd /; pwd); echo back
x=outer; (x=inner; echo $x); echo $x
echo a b   c | cat | tr a-z A-Z
false | true; echo $?
true | false; echo $?
! true | false; echo $?
: > empty; cat empty; rm empty
A=env sh -c 'echo $A' ; echo "[$A]"
A=1 true; echo "[$A]"
A=1 :; echo "[$A]"
echo "unset: [$nothing]" [$nothing]

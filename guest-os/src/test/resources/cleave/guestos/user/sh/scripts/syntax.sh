if true
then echo then
else echo else
fi
if true; then if false; then :; else echo nested; fi; fi
{ echo a
echo b; }
(
echo sub
)
for i in 1 \
2; do echo $i; done
echo a && \
echo b
true &&
echo c ||
echo d
echo x |
cat |

cat
case x
in
x) echo x
;;
esac
case a in
a|b)
echo ab;;
esac
while
false
do :; done
f()
{
echo f
}
f
f () { echo f2; }; f
if { true; } then echo brace; fi
if (true) then echo paren; fi
(echo a);(echo b)
{ echo x;};echo y
echo if then fi do done case esac for in
for in in in; do echo $in; done
x=if; $x 2>/dev/null; echo $?
echo a;echo b;   echo c	;echo d
echo 1>&2 2>/dev/null
echo 12>f; cat f; rm f
>f echo first; cat f; rm f
a=b>f; echo $a; rm f
!  false && echo not
echo end;
	echo tab
$(echo echo) x; `echo echo` y
"echo" quoted; 'ec'"ho" q
\echo backslash
: "$(echo "`echo a`")"
for i in a; do echo $i; done; for i in b; do { echo $i; } 2>/dev/null; done

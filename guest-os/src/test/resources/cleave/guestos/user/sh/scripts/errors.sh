sh -c 'if' 2>/dev/null; echo $?
sh -c 'echo a; fi' 2>/dev/null; echo $?
sh -c 'echo (' 2>/dev/null; echo $?
sh -c 'echo "unterminated' 2>/dev/null; echo $?
sh -c 'echo ${x' 2>/dev/null; echo $?
sh -c 'echo $(echo' 2>/dev/null; echo $?
sh -c 'for 1 in a; do :; done' 2>/dev/null; echo $?
sh -c 'case a in a echo; esac' 2>/dev/null; echo $?
sh -c '; echo' 2>/dev/null; echo $?
sh -c 'a && ' 2>/dev/null; echo $?
sh -c '| cat' 2>/dev/null; echo $?
sh -c 'echo >' 2>/dev/null; echo $?
sh -c 'while true; do done' 2>/dev/null; echo $?
sh -c '{ }' 2>/dev/null; echo $?
sh -c '()' 2>/dev/null; echo $?
sh -c 'f() ' 2>/dev/null; echo $?
sh -c 'echo ${x!y}; echo no' 2>/dev/null; echo $?
sh -c 'eval "if"; echo no' 2>/dev/null; echo $?
sh -c 'shift 3; echo no' 2>/dev/null; echo $?
sh -c 'readonly x=1; x=2; echo no' 2>/dev/null; echo $?
sh -c '. /nosuch; echo no' 2>/dev/null; echo $?
sh -c 'command . /nosuch; echo yes' 2>/dev/null; echo $?
sh -c ': > /nosuch/x; echo no' 2>/dev/null; echo $?
sh -c 'true > /nosuch/x; echo yes' 2>/dev/null; echo $?
sh -c 'exec /nosuch; echo no' 2>/dev/null; echo $?
sh -c 'set -Q; echo no' 2>/dev/null; echo $?
sh -c 'export 1a; echo no' 2>/dev/null; echo $?
sh -c 'return 3; echo no'; echo $?
sh -c 'break; echo yes'; echo $?
sh -c 'echo ok
echo "line 2
'  2>/dev/null; echo $?
sh -c 'exit 1 2>&1; echo no'; echo $?
sh -c 'exit abc; echo no' 2>/dev/null; echo $?
sh -c 'unset 1; echo no' 2>/dev/null; echo $?
sh -c 'trap foo NOSUCH; echo $?' 2>/dev/null
sh -c 'fg; echo $?' 2>/dev/null
sh -c 'wait 99999; echo $?' 2>/dev/null
sh -c 'echo $((1+)); echo no' 2>/dev/null; echo $?
sh -c 'true
if
' 2>&1 | sed 's/^[^:]*: //'
sh -c 'echo a
fi' 2>&1 | sed 's/^[^:]*: //'
sh -c 'if true; do :; fi' 2>&1 | sed 's/^[^:]*: //'
sh -c 'for i in a; then' 2>&1 | sed 's/^[^:]*: //'
sh -c '
nosuchcommand' 2>&1 | sed 's/^[^:]*: //'
sh -c 'cat < /nosuch/file' 2>&1 | sed 's/^[^:]*: //'
sh -c 'echo > /nosuch/file' 2>&1 | sed 's/^[^:]*: //'
sh -c 'set -u; echo $nope' 2>&1 | sed 's/^[^:]*: //'
sh -c 'echo ${nope?is missing}' 2>&1 | sed 's/^[^:]*: //'

(trap 'echo bye' EXIT; echo hi)
(trap 'echo bye $?' 0; exit 3); echo $?
(trap 'exit 9' EXIT; exit 3); echo $?
sh -c 'trap "echo term; exit 5" TERM; kill $$; echo no'; echo $?
sh -c 'trap "echo usr1" USR1; kill -USR1 $$; echo after'
sh -c 'trap "" TERM; kill $$; echo survived'
sh -c 'trap "" TERM; sh -c "kill \$\$; echo inherited"'
sh -c 'trap "echo x" TERM; trap - TERM; kill $$; echo no'; echo $?
(trap 'echo a' USR1; trap 'echo "q'"'"'d" x' USR2; trap)
trap 'echo main' USR1; (kill -USR1 $$; sleep 0.1); :; trap - USR1
sh -c 'trap "echo int" INT; kill -INT $$; echo go on'
sh -c 'trap "echo in trap; false" USR1; true; kill -USR1 $$; echo $?'
sh -c 'trap "echo bye" EXIT; (echo sub); echo end'
sh -c 'trap "echo err" EXIT; nosuchcmd 2>/dev/null; exec true'
sh -c 'trap "echo waited" USR1; (sleep 0.2; kill -USR1 $$) & wait $!; echo $? | sed "s/[0-9]*/n/"; wait'
sh -c 'f() { trap "echo ftrap" EXIT; }; f; echo body'
sh -c 'trap "echo 1" EXIT; trap "echo 2" EXIT; :'
sh -c 'trap "echo t" 15 2; kill -2 $$; kill -15 $$; echo done'
x=$(trap 'echo intrap' EXIT; echo body); echo "$x"
sh -c 'trap "echo exiting" EXIT; kill -TERM $$' ; echo $?
sh -c 'set -e; trap "echo e" EXIT; false; echo no'; echo $?

echo `echo back` $(echo new) "$(echo quoted   spaces)" $(echo un   quoted)
echo $(echo $(echo $(echo deep)))
echo `echo \`echo nested\`` "`echo "in quotes"`" `echo '$x' \$HOME | tr -d a-zA-Z/`
x=$(printf 'a\n\n'); echo "[$x]"
x=$(false); echo $?; x=$(true); echo $?; x=1; echo $?
y=$(exit 5) ; echo $?; echo $(exit 5); echo $?
$(echo echo constructed) words
$(true); echo $?; $(false); echo $?
z=$(case a in a) echo case;; esac); echo $z
z=$(case a in (a) echo case2;; esac); echo $z
echo $(if true; then echo if; fi; for i in 1 2; do echo $i; done)
echo $(echo ')') "$(echo ')')" $(echo \)) $(echo "(")
echo $( (echo subshell) ) $({ echo group; })
echo $(# comment )
echo after)
a=$(cat <<E
doc
E
); echo $a
echo "$(echo "a b" 'c"d')" 
v=out; w=$(v=in; echo $v); echo $v $w
echo $(f() { echo func; }; f)
echo pre$(echo mid)post "pre$(echo mid)post"
echo `echo a
echo b`
x=$(echo 1; exit 3) || echo "failed $? $x"
echo $(echo 'a
b') "$(echo 'a
b')"
echo $$ | grep -q '^[0-9]*$' && echo pid
[ "$$" = "$(echo $$)" ] && echo same
[ "$$" = "$(sh -c 'echo $PPID')" ] || echo other

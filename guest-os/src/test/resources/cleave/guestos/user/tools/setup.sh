seq 1 30 > a
printf 'x\n\n\n\ny' > b
mkdir -p d/e/f d2
echo hello > d/h
echo deep > d/e/f/deep
ln -s h d/link
ln -s nowhere dangling
ln d/h d/hard
printf 'banana 3\napple 10\ncherry 2\nApple 10\ndate  1\n' > fruit
printf 'a:1:x\nb:2:y\nc:3:z\nnocolon\n' > colon
: > empty
printf 'one\none\ntwo\nthree\nthree\nthree\nOne\n' > rep
find . -exec touch -h -d '2021-08-09 10:11:12' {} +
touch -d '2020-01-02 03:04:05' a
touch -d '2021-05-06 07:08:09' b
chmod 640 b
chmod 755 d2

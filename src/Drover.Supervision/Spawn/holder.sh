# The holder where the native one cannot be had; holder.c says what a holder is. Run with `sh -c`, never as a file.
#
#   1 soft limit of open files   2 "" or the file that takes the command into a cgroup   3 "" or the terminal's path
#   4 "" or the FIFO of stdin    5 "" or the FIFO that ends stdin                        6 descriptor of the command's stderr
#   7 "" or a script that puts `env` before the command, for names that a shell drops    8 the run's directory
#   then the program and its arguments
#
# Descriptors as in holder.c, but the writer that keeps stdin open is 9: sh knows no number above that. Variables carry a prefix
# because one that came with the environment would be handed on changed.
drover_signals="HUP INT QUIT ILL TRAP ABRT BUS FPE USR1 SEGV USR2 PIPE ALRM TERM 16 TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS"
drover_real_time="34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64"
trap : $drover_signals
command trap : $drover_real_time 2>/dev/null
echo "holder $$" >&3

# The FIFO that ends stdin is read by a process of its own: the command has to run in the foreground, because only there is its
# stdin left alone. It starts nothing, so it may ignore signals instead of trapping them, and a read that nothing interrupts is
# over when the line has come or when the holder, which keeps the FIFO's other end as 0, is gone. It has the FIFO open for both
# when it opens it for reading, so it waits for nobody there, even if the holder was killed before; so does the command with its
# stdin.
if [ "$5" ]; then
  exec <>"$5"
  (
    trap '' $drover_signals
    command trap '' $drover_real_time 2>/dev/null
    exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&-
    exec <"$5"
    read -r _
  ) <>"$5" &
  exec 9>&-
fi

drover_command='
  if [ "$2" ]; then echo 0 >"$2" || { echo "fail 13" >&3; exit 126; }; fi
  ulimit -Sn "$1"
  if [ "$4" ]; then exec <>"$4"; exec <"$4"; fi
  drover_terminal=$3 drover_err=$6 drover_script=$7
  trap '\''case $? in 127) echo "fail 2" ;; 126) echo "fail 13" ;; esac >"'\''"$8"'\''/status"'\'' EXIT
  shift 8
  if [ "$drover_script" ]; then . "$drover_script"; fi
  echo "pid $$" >&3
  if [ "$drover_terminal" ]; then exec "$@" 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-; fi
  exec "$@" >&7 2>&"$drover_err" 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
'
if [ "$3" ]; then
  setsid -c /bin/sh -c "$drover_command" drover-command "$@" <>"$3" >&0 2>&0
else
  setsid /bin/sh -c "$drover_command" drover-command "$@"
fi
drover_code=$?
if [ "$drover_code" -gt 128 ]; then echo "exit $drover_code" >&3; else echo "exited $drover_code" >&3; fi
exec </dev/null 7>&- 8>&-
until read -r _ <&4; do :; done

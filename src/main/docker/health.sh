#!/bin/bash
# health PORT PATH: 0 if this container answers GET PATH on PORT with 200. A JVM for each look would cost more than the look,
# and the image need not have curl.
set -eu
exec 3<>"/dev/tcp/127.0.0.1/$1"
printf 'GET %s HTTP/1.0\r\n\r\n' "$2" >&3
read -r answer <&3
case $answer in "HTTP/1."?" 200 "*) ;; *) echo "$answer"; exit 1 ;; esac

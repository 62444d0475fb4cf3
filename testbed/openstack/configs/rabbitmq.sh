# Sourced by up.sh: rabbitmq.
# shellcheck shell=bash

mkdir -p $DATA/rabbit $DATA/rabbit-mnesia

w rabbit/rabbitmq.conf << EOF
listeners.tcp.1 = 127.0.0.1:5672
num_acceptors.tcp = 4
log.file.level = warning
disk_free_limit.absolute = 50MB
EOF
echo '[].' > $ETC/rabbit/enabled_plugins

# Sourced by up.sh: database, message queue, cache.
# shellcheck shell=bash

MYSQL="mariadb --no-defaults -uroot -h127.0.0.1 -P3306"

start_backbone() {
  if [ ! -d "$DATA/mysql/mysql" ]; then
    rm -rf "$DATA/mysql" && mkdir -p "$DATA/mysql"
    mariadb-install-db --no-defaults --user=root --datadir="$DATA/mysql" --auth-root-authentication-method=normal \
      --skip-test-db > "$LOG/mariadb-install.log" 2>&1 || die "the database could not be created" "$LOG/mariadb-install.log"
  fi
  # As root, since user mysql may not reach a clone below somebody's home. The socket's name is relative to
  # the data folder: a socket path may have no more than 107 characters. Durability is switched off.
  start mariadb mariadbd --no-defaults --user=root --datadir="$DATA/mysql" --socket=s.sock --pid-file=m.pid \
    --bind-address=127.0.0.1 --port=3306 --max-connections=1000 --skip-name-resolve --innodb-buffer-pool-size=256M \
    --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 --innodb-flush-method=nosync --skip-log-bin \
    --character-set-server=utf8mb3 --collation-server=utf8mb3_general_ci

  # epmd in the foreground: else rabbit forks one on 0.0.0.0 that no pid file knows
  start epmd env ERL_EPMD_ADDRESS=127.0.0.1 epmd -address 127.0.0.1
  # not the wrapper in /usr/sbin, which changes the user and writes to /var/log; +sbwt none: no busy waiting
  start rabbitmq env HOME="$DATA/rabbit" RABBITMQ_NODENAME=rabbit@localhost RABBITMQ_MNESIA_BASE="$DATA/rabbit-mnesia" \
    RABBITMQ_LOG_BASE="$LOG" RABBITMQ_CONFIG_FILE="$ETC/rabbit/rabbitmq.conf" RABBITMQ_CONF_ENV_FILE=/dev/null \
    RABBITMQ_ENABLED_PLUGINS_FILE="$ETC/rabbit/enabled_plugins" RABBITMQ_PID_FILE="$DATA/rabbit/pid" ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none' \
    /usr/lib/rabbitmq/bin/rabbitmq-server
  start memcached memcached -u memcache -l 127.0.0.1 -p 11211 -U 0 -m 128
}

# Sourced by up.sh: real nodes.
# shellcheck shell=bash
start_kubelets() { die "--kubelets is not there yet"; }

import { Option, type Command } from 'commander'
import { collect, date, list, registry, text } from '../option-values.ts'

// Options that several commands have in common.

export function cloud(command: Command): Command {
  return command
    .option('--os-cloud <name>', 'cloud of clouds.yaml (default: OS_CLOUD, or the OS_* variables)')
    .option('--debug', 'show every call on stderr, without secrets')
}

export function cluster(command: Command): Command {
  return command
    .option(
      '-k, --kubeconfig <file>',
      'cluster by a kubeconfig (default: KUBECONFIG, ~/.kube/config, the pod we run in); repeated: further clusters of the provider',
      collect,
    )
    .option('--context <name>', 'context of the kubeconfig (default: the current one)', text)
    .option('--management-kubeconfig <file>', 'cluster whose Cluster API made the one under test', text)
    .option('--management-context <name>', 'context of that cluster', text)
    .option('--registry <url>', 'container registry of the provider, for scs-0212', registry)
}

export function managers(command: Command): Command {
  const what = 'two domain managers, by names of clouds.yaml, for scs-0302 (docs/domain-managers.md)'
  return command.option('--domain-managers <file>', what, text)
}

export function handedIn(command: Command): Command {
  const what = 'SBOMs, status page, monitoring and what else a provider publishes or hands in (docs/provider-file.md)'
  return command.option('--provider <file>', what, text)
}

export function selection(command: Command): Command {
  return command
    .option('--scope <id|file>', 'certification scope, may be repeated (default: by --level and --layer)', collect)
    .addOption(new Option('--level <level>', 'level of the scope').choices(['compatible', 'open', 'sovereign']))
    .addOption(
      new Option(
        '--layer <layer>',
        'layer of the scope (default: kaas where a kubeconfig or context is named, else iaas)',
      ).choices(['iaas', 'kaas']),
    )
    .option('--date <YYYY-MM-DD>', 'decide by the versions in force on that day (default: today)', date)
    .option('--scope-version <version>', 'only this version of the scope, whatever its standing')
    .option('--section <name,…>', 'only testcases of these sections: light, heavy', list)
    .option('--tests <regex>', 'only testcases whose id matches; the others are MISS')
    .option('--read-only', 'leave out testcases that create something on the cloud or cluster')
    .addOption(ownSuite())
}

export function e2e(command: Command): Command {
  return imported(command)
    .option(
      '--rerun-failed <path>',
      'results of an earlier run: run only the e2e tests that failed or are missing',
      text,
    )
    .option('--conformance-image <ref>', 'image with the Kubernetes e2e tests (default: the official one)', text)
}

export function tempest(command: Command): Command {
  return command
    .option(
      '--tempest <path|image>',
      'Tempest for scs-0128: a program, or an image for podman or docker (default: tempest)',
      text,
    )
    .option(
      '--tempest-accounts <cloud,…>',
      'users of clouds.yaml by whom Tempest signs in (default: that of --os-cloud)',
      list,
    )
    .option('--tempest-tests <regex>', 'run only required tests of Tempest whose name matches', text)
    .option('--tempest-conf <file>', 'settings of tempest.conf, laid over those that are discovered', text)
}

export function imported(command: Command): Command {
  const what =
    'judge these results: e2e tests (Sonobuoy tarball, folder, JUnit) or Tempest (subunit, stestr, JUnit, Rally), may be repeated'
  return command.option('--import <path>', what, collect)
}

export function looking(command: Command): Command {
  return command.option('--json', 'as JSON').addOption(ownSuite())
}

export function ownData(): Option {
  return new Option('--data <dir>', 'use the release and CVE data in this folder instead (see: data list)')
}

export function ownLanguage(): Option {
  return new Option('--language <language>', 'language of HTML reports (default: en)').choices(['en', 'de'])
}

export function ownSuite(): Option {
  return new Option('--suite <path…>', 'a suite of your own: a path or a package').argParser(collect)
}

/** What `--help` prints. */
export const HELP = `Card Station: the screen beside the card printer.

card-station                                   start the station, or bring it to the front
card-station watch CARD_ID                     hand a card to the running station
             [--operation ID] [--reference TEXT]
card-station -- card-station://watch?cardId=…  the same by a link, where the configuration allows links
card-station provision BUNDLE [--replace]      check the credentials in BUNDLE and put them into the keychain; to replace
             [--untried]                       others that work they are tried with D1 first, unless --untried;
             [--passphrase-file FILE]          the first line of FILE is the passphrase of a sealed BUNDLE
             [--pin-file FILE]                 the first line of FILE is the administrator's PIN, 6 to 12 digits
card-station seal-bundle BUNDLE                check a plain BUNDLE and put it under a passphrase into a new file
             --passphrase-file FILE --output FILE
card-station make-keys --subject SUBJECT       make the issuer's keys for D1 on an administrator's PC: in FOLDER a
             --passphrase-file FILE            certificate request and the public signing key for Thales, and the
             --output FOLDER                   private keys under the passphrase; with KEYS of an earlier time under
             [--keep-signing-key KEYS]         the same passphrase the signing key stays
card-station make-bundle KEYS                  join these private keys with what Thales has returned into a sealed
             --certificate FILE                bundle for "provision"
             --issuer-id ID --kid KID [--aggregator-id ID] [--audience TEXT]
             --passphrase-file FILE [--new-passphrase-file FILE] --output FILE
card-station request-certificate --output FILE make this station's own key for a relay in its keychain, and the
             [--subject SUBJECT] [--new-key]   request for its certificate
card-station take-certificate CERTIFICATE      put the certificate for that key into use; one that works is replaced when
             [--issuer-id ID] [--untried]      the relay lets the station in, unless --untried
             [--pin-file FILE]
card-station wipe [--yes]                      say what removing the credentials of this station means, or do it
card-station self-test [--output FILE]         go the way to D1 step by step, a line for each
card-station support-bundle --output FILE      write one readable file for support, with no secret in it
             [--self-test]
card-station update-window                     say whether the station may be updated now; exit codes 0 it may,
                                               1 it may not or nobody knows, 3 no station runs with this profile
card-station config check|print|schema         check or print the configuration, or print its JSON Schema
card-station ledger verify [--output FILE]     check the record of what staff did, beside a running station
card-station ledger export --from DATE --to DATE --output FILE [--format csv|jsonl]
                                               write the record of these days (UTC) into a new file
card-station ledger accept --by NAME [--reason TEXT]
                                               accept a record that began anew after a loss

For every command:
  --config FILE            read this configuration file
  --user-data-dir DIR      keep the profile in this folder
  --help, --version

Exit codes: 0 done, 1 not done, 2 wrong use.`;

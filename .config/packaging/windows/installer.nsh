; What NSIS does beyond electron-builder's own script: the link, and the question about the record.
; Silent removal keeps the record; /DELETERECORD on the uninstaller's command line deletes it.

!macro customInstall
  WriteRegStr HKLM "Software\Classes\card-station" "" "URL:Card Station"
  WriteRegStr HKLM "Software\Classes\card-station" "URL Protocol" ""
  WriteRegStr HKLM "Software\Classes\card-station\DefaultIcon" "" "$INSTDIR\${APP_EXECUTABLE_FILENAME},0"
  WriteRegStr HKLM "Software\Classes\card-station\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" -- "%1"'
!macroend

!macro customUnInstall
  DeleteRegKey HKLM "Software\Classes\card-station"
  ; An update removes the version before it: nobody is asked, and nothing of an account is touched.
  ${ifNot} ${isUpdated}
    Push $0
    Push $1
    Push $2
    StrCpy $0 "keep"
    ${GetParameters} $1
    ClearErrors
    ${GetOptions} $1 "/DELETERECORD" $2
    ${ifNot} ${Errors}
      StrCpy $0 "delete"
    ${elseIfNot} ${Silent}
      MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "Delete the record of what staff did, and the settings, logs and certificates of every account of this PC?$\r$\n$\r$\nNo keeps them. The keys of D1 are in each account's own vault: card-station wipe --yes, run by that account before this, removes them." IDNO keepRecord
      StrCpy $0 "delete"
      keepRecord:
    ${endIf}
    ${if} $0 == "delete"
      ; Every account that ever signed in here has its folder in this list.
      StrCpy $1 0
      nextProfile:
        EnumRegKey $2 HKLM "SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList" $1
        StrCmp $2 "" lastProfile
        ReadRegStr $2 HKLM "SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList\$2" "ProfileImagePath"
        ExpandEnvStrings $2 $2
        ${if} $2 != ""
          RMDir /r "$2\AppData\Roaming\Card Station"
        ${endIf}
        IntOp $1 $1 + 1
        Goto nextProfile
      lastProfile:
    ${endIf}
    Pop $2
    Pop $1
    Pop $0
  ${endIf}
!macroend

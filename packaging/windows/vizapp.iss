; Inno Setup 6 script of the Windows installer, reviewed but not yet run: there was no
; Windows where it was written. After packaging/build.py:
;
;   iscc /DVersion=1.0.0 packaging\windows\vizapp.iss
;
; For everybody or, without an administrator's rights, for one person: the default.
; To sign, define a sign tool of that name in Inno Setup (or on the command line):
;
;   iscc /DVersion=1.0.0 /DSigned "/Svizapp=signtool sign /fd sha256 /tr TIMESTAMP /td sha256 $f" ...

#ifndef Version
  #error Give the version: /DVersion=1.0.0
#endif

[Setup]
AppId={{6C2B6C3E-5B0F-4E0B-9B57-0C1D2F2E7A41}
AppName=vizapp
AppVersion={#Version}
AppVerName=vizapp {#Version}
VersionInfoVersion={#Version}
DefaultDirName={autopf}\vizapp
DefaultGroupName=vizapp
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
SetupIconFile=..\..\resources\icons\vizapp.ico
UninstallDisplayIcon={app}\vizapp.exe
OutputDir=..\..\dist
OutputBaseFilename=vizapp-{#Version}-windows-x64
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes
CloseApplications=yes
#ifdef Signed
SignTool=vizapp
SignedUninstaller=yes
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
; Inno Setup brings Chinese among its unofficial translations, which may be absent.
#if FileExists(AddBackslash(CompilerPath) + "Languages\ChineseSimplified.isl")
Name: "zh"; MessagesFile: "compiler:Languages\ChineseSimplified.isl"
#endif

[CustomMessages]
en.OpenWith=Open with vizapp
en.Project=vizapp project
en.Associate=Offer vizapp for tables (CSV, TSV, XLSX, Parquet)
#if FileExists(AddBackslash(CompilerPath) + "Languages\ChineseSimplified.isl")
zh.OpenWith=用 vizapp 打开
zh.Project=vizapp 项目
zh.Associate=在表格文件（CSV、TSV、XLSX、Parquet）的“打开方式”中提供 vizapp
#endif

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked
Name: "associate"; Description: "{cm:Associate}"

[InstallDelete]
; A newer version has other libraries; leftovers of the old one would be found first.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
#ifdef Signed
; The programs are signed, too, not only the installer: Windows judges what is started.
Source: "..\..\dist\vizapp\*.exe"; DestDir: "{app}"; Flags: ignoreversion signonce
Source: "..\..\dist\vizapp\*"; Excludes: "\*.exe"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion
#else
Source: "..\..\dist\vizapp\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion
#endif

[Icons]
Name: "{group}\vizapp"; Filename: "{app}\vizapp.exe"
Name: "{autodesktop}\vizapp"; Filename: "{app}\vizapp.exe"; Tasks: desktopicon

[Registry]
; An entry under "Open with"; what a person chose as the default stays the default.
Root: HKA; Subkey: "Software\Classes\Applications\vizapp.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "vizapp"; Flags: uninsdeletekey; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Applications\vizapp.exe\shell\open\command"; ValueType: string; ValueData: """{app}\vizapp.exe"" ""%1"""; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Applications\vizapp.exe\SupportedTypes"; ValueType: string; ValueName: ".csv"; ValueData: ""; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Applications\vizapp.exe\SupportedTypes"; ValueType: string; ValueName: ".tsv"; ValueData: ""; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Applications\vizapp.exe\SupportedTypes"; ValueType: string; ValueName: ".xlsx"; ValueData: ""; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Applications\vizapp.exe\SupportedTypes"; ValueType: string; ValueName: ".parquet"; ValueData: ""; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Applications\vizapp.exe\SupportedTypes"; ValueType: string; ValueName: ".vizapp"; ValueData: ""; Tasks: associate
Root: HKA; Subkey: "Software\Classes\vizapp.table"; ValueType: string; ValueData: "Table"; Flags: uninsdeletekey; Tasks: associate
Root: HKA; Subkey: "Software\Classes\vizapp.table\DefaultIcon"; ValueType: string; ValueData: "{app}\vizapp.exe,0"; Tasks: associate
Root: HKA; Subkey: "Software\Classes\vizapp.table\shell\open"; ValueType: string; ValueData: "{cm:OpenWith}"; Tasks: associate
Root: HKA; Subkey: "Software\Classes\vizapp.table\shell\open\command"; ValueType: string; ValueData: """{app}\vizapp.exe"" ""%1"""; Tasks: associate
Root: HKA; Subkey: "Software\Classes\.csv\OpenWithProgids"; ValueType: string; ValueName: "vizapp.table"; ValueData: ""; Flags: uninsdeletevalue; Tasks: associate
Root: HKA; Subkey: "Software\Classes\.tsv\OpenWithProgids"; ValueType: string; ValueName: "vizapp.table"; ValueData: ""; Flags: uninsdeletevalue; Tasks: associate
Root: HKA; Subkey: "Software\Classes\.xlsx\OpenWithProgids"; ValueType: string; ValueName: "vizapp.table"; ValueData: ""; Flags: uninsdeletevalue; Tasks: associate
Root: HKA; Subkey: "Software\Classes\.parquet\OpenWithProgids"; ValueType: string; ValueName: "vizapp.table"; ValueData: ""; Flags: uninsdeletevalue; Tasks: associate
; A project is no other program's: it opens with vizapp, whatever is chosen for tables.
Root: HKA; Subkey: "Software\Classes\.vizapp"; ValueType: string; ValueData: "vizapp.project"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.vizapp\OpenWithProgids"; ValueType: string; ValueName: "vizapp.project"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\vizapp.project"; ValueType: string; ValueData: "{cm:Project}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\vizapp.project\DefaultIcon"; ValueType: string; ValueData: "{app}\vizapp.exe,0"
Root: HKA; Subkey: "Software\Classes\vizapp.project\shell\open\command"; ValueType: string; ValueData: """{app}\vizapp.exe"" ""%1"""

[Run]
Filename: "{app}\vizapp.exe"; Description: "{cm:LaunchProgram,vizapp}"; Flags: nowait postinstall skipifsilent

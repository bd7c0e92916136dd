# Drives document scanners through Windows Image Acquisition, by the Automation layer (wiaaut, `WIA.DeviceManager`) that
# Windows 10 and 11 carry. Written from the documentation and never yet run against a scanner.
#
# -Action list: one line {"kind":"scanner", ...} or {"kind":"unreachable", ...} a device.
# -Action scan: one line {"kind":"page", ...} a page, as soon as its file is whole in -Folder.
# The last line is {"kind":"end"}, or {"kind":"failed","code":"0x80210003"} with the HRESULT. Each line is JSON in UTF-8 on
# standard output; nothing else belongs there.
#
# Property numbers and flags: wiadef.h of the Windows SDK. Objects: learn.microsoft.com, "Windows Image Acquisition
# Automation Layer".
param(
    [Parameter(Mandatory = $true)] [ValidateSet('list', 'scan')] [string] $Action,
    [string] $Device = '',
    [ValidateSet('flatbed', 'feeder', 'feeder-duplex')] [string] $Source = 'flatbed',
    [ValidateRange(1, 9600)] [int] $Dpi = 300,
    [ValidateSet('colour', 'grey')] [string] $Colour = 'colour',
    [string] $Folder = ''
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$scannerType = 1
$deviceName = 7
$handlingCapabilities = 3086
$handlingStatus = 3087
$handlingSelect = 3088
$pagesToScan = 3096
$intent = 6146
$horizontalDpi = 6147
$verticalDpi = 6148
$left = 6149
$top = 6150
$width = 6151
$height = 6152

$canFeed = 0x01
$canFlatbed = 0x02
$canDuplex = 0x04
$feedReady = 0x01
$selectFeeder = 0x01
$selectFlatbed = 0x02
$selectDuplex = 0x04
$intentColour = 0x01
$intentGrey = 0x02
$rangeSubType = 1
$listSubType = 2

$formatBmp = '{B96B3CAB-0728-11D3-9D7B-0000F81EF32E}'
$formatPng = '{B96B3CAF-0728-11D3-9D7B-0000F81EF32E}'

# A4, ISO 216, in inches.
$paperWidth = 8.27
$paperHeight = 11.69
# A driver that goes on feeding nothing is stopped here.
$pagesAtMost = 1000

# The console's own encoding is the code page of the system, which loses names.
$utf8 = New-Object System.Text.UTF8Encoding -ArgumentList $false
$output = New-Object System.IO.StreamWriter -ArgumentList ([Console]::OpenStandardOutput()), $utf8
$output.AutoFlush = $true

function Write-Line([hashtable] $line) {
    $output.Write((ConvertTo-Json -InputObject $line -Compress -Depth 4) + "`n")
}

# Looked for one after the other: the collection's own index takes its argument by reference, which scripts pass badly.
function Find-Property($properties, [int] $id) {
    foreach ($property in $properties) {
        if ($property.PropertyID -eq $id) { return $property }
    }
    return $null
}

function Get-Number($properties, [int] $id) {
    $property = Find-Property $properties $id
    if ($null -eq $property) { return 0 }
    return [int] $property.Value
}

# True when the device took the value. Drivers lack some properties and refuse to have others set.
function Set-Number($properties, [int] $id, [int] $value) {
    $property = Find-Property $properties $id
    if ($null -eq $property) { return $false }
    try {
        $property.Value = $value
        return $true
    }
    catch {
        return $false
    }
}

# No more than the device's glass or feeder takes at the resolution that was set before.
function Set-Extent($properties, [int] $id, [int] $wanted) {
    $property = Find-Property $properties $id
    if ($null -eq $property) { return }
    $value = $wanted
    if ([int] $property.SubType -eq $rangeSubType) {
        $value = [Math]::Min($wanted, [int] $property.SubTypeMax)
    }
    [void] (Set-Number $properties $id $value)
}

function Get-Code($record) {
    $problem = $record.Exception
    while ($null -ne $problem) {
        # Facility 0x21 is WIA; what PowerShell wraps around it says less.
        if ((($problem.HResult -shr 16) -band 0x1FFF) -eq 0x21) { return ('0x{0:X8}' -f $problem.HResult) }
        $problem = $problem.InnerException
    }
    return ('0x{0:X8}' -f $record.Exception.HResult)
}

function Get-Sources($connected) {
    $can = Get-Number $connected.Properties $handlingCapabilities
    $sources = @()
    # A plain flatbed may say nothing of its paper handling.
    if (($can -band $canFlatbed) -or -not ($can -band $canFeed)) { $sources += 'flatbed' }
    if ($can -band $canFeed) {
        $sources += 'feeder'
        if ($can -band $canDuplex) { $sources += 'feeder-duplex' }
    }
    return $sources
}

function Get-Resolutions($item) {
    $found = @{ listed = @(); low = 0; high = 0 }
    $property = Find-Property $item.Properties $horizontalDpi
    if ($null -eq $property) { return $found }
    if ([int] $property.SubType -eq $listSubType) {
        foreach ($value in $property.SubTypeValues) { $found.listed += [int] $value }
    }
    elseif ([int] $property.SubType -eq $rangeSubType) {
        $found.low = [int] $property.SubTypeMin
        $found.high = [int] $property.SubTypeMax
    }
    return $found
}

function Show-Scanners($manager) {
    foreach ($info in $manager.DeviceInfos) {
        if ([int] $info.Type -ne $scannerType) { continue }
        $id = [string] $info.DeviceID
        try {
            $nameProperty = Find-Property $info.Properties $deviceName
            $name = if ($null -eq $nameProperty) { 'WIA' } else { [string] $nameProperty.Value }
            $connected = $info.Connect()
            $sources = @(Get-Sources $connected)
            $resolutions = Get-Resolutions $connected.Items.Item(1)
            Write-Line @{ kind = 'scanner'; id = $id; name = $name; sources = $sources; resolutions = $resolutions }
        }
        catch {
            # Listed but switched off or taken: the others still count.
            Write-Line @{ kind = 'unreachable'; id = $id; code = (Get-Code $_) }
        }
    }
}

function Connect-Scanner($manager) {
    foreach ($info in $manager.DeviceInfos) {
        if ([string] $info.DeviceID -eq $Device) { return $info.Connect() }
    }
    return $null
}

# False when the device will not take paper from there.
function Select-Source($connected) {
    $wanted = switch ($Source) {
        'flatbed' { $selectFlatbed }
        'feeder' { $selectFeeder }
        'feeder-duplex' { $selectFeeder -bor $selectDuplex }
    }
    if (Set-Number $connected.Properties $handlingSelect $wanted) {
        # One page a transfer: the next one is fetched while this one is read.
        if ($Source -ne 'flatbed') { [void] (Set-Number $connected.Properties $pagesToScan 1) }
        return $true
    }
    # A device with nothing but its glass has nothing to select.
    return ($Source -eq 'flatbed')
}

function Save-Page($item, [string] $path) {
    # Every driver gives a bitmap; PNG keeps each of its samples in less room.
    $bitmap = $item.Transfer($formatBmp)
    $process = New-Object -ComObject WIA.ImageProcess
    [void] $process.Filters.Add($process.FilterInfos.Item('Convert').FilterID)
    $process.Filters.Item(1).Properties.Item('FormatID').Value = $formatPng
    $picture = $process.Apply($bitmap)
    [void] $picture.SaveFile($path)
    foreach ($used in @($picture, $process, $bitmap)) {
        [void] [System.Runtime.InteropServices.Marshal]::ReleaseComObject($used)
    }
    [GC]::Collect()
}

function Read-Pages($connected) {
    $item = $connected.Items.Item(1)
    $kind = if ($Colour -eq 'grey') { $intentGrey } else { $intentColour }
    [void] (Set-Number $item.Properties $intent $kind)
    [void] (Set-Number $item.Properties $horizontalDpi $Dpi)
    [void] (Set-Number $item.Properties $verticalDpi $Dpi)
    $set = Get-Number $item.Properties $horizontalDpi
    if ($set -le 0) { $set = $Dpi }
    [void] (Set-Number $item.Properties $left 0)
    [void] (Set-Number $item.Properties $top 0)
    Set-Extent $item.Properties $width ([int] ($paperWidth * $set))
    Set-Extent $item.Properties $height ([int] ($paperHeight * $set))

    # Some feeders never say that paper lies there: only one that did is believed when it says no more.
    $tells = [bool] ((Get-Number $connected.Properties $handlingStatus) -band $feedReady)
    for ($page = 1; $page -le $pagesAtMost; $page += 1) {
        $file = 'page{0:D4}.png' -f $page
        Save-Page $item (Join-Path $Folder $file)
        Write-Line @{ kind = 'page'; file = $file; dpi = $set }
        if ($Source -eq 'flatbed') { return }
        # The back of a sheet comes although no further sheet lies there.
        if ($Source -eq 'feeder-duplex' -and ($page % 2) -eq 1) { continue }
        if ($tells -and -not ((Get-Number $connected.Properties $handlingStatus) -band $feedReady)) { return }
    }
}

try {
    $manager = New-Object -ComObject WIA.DeviceManager
    if ($Action -eq 'list') {
        Show-Scanners $manager
    }
    else {
        $connected = Connect-Scanner $manager
        if ($null -eq $connected) {
            # WIA_S_NO_DEVICE_AVAILABLE
            Write-Line @{ kind = 'failed'; code = '0x80210015' }
            exit 0
        }
        if (-not (Select-Source $connected)) {
            # WIA_ERROR_INCORRECT_HARDWARE_SETTING
            Write-Line @{ kind = 'failed'; code = '0x8021000C' }
            exit 0
        }
        Read-Pages $connected
    }
    Write-Line @{ kind = 'end' }
}
catch {
    Write-Line @{ kind = 'failed'; code = (Get-Code $_) }
}
exit 0

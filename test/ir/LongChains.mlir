// Of what is updated many times in one block the analysis sees a piece at a
// time; the pieces are one buffer in the end, and so is a loop's carry.
// RUN: weft dump %s --fn f --emit=llvm | FileCheck %s --check-prefix=ONE
// RUN: weft dump %s --fn g --emit=llvm | FileCheck %s --check-prefix=LOOP
// RUN: weft dump %s --fn parts --emit=llvm | FileCheck %s --check-prefix=PARTS

// ONE: define {{.*}} @f(
// ONE: call void @llvm.memcpy{{.*}}, i64 2400,
// ONE-NOT: i64 2400,
// LOOP: define {{.*}} @g(
// LOOP-NOT: memcpy{{.*}}, i64 2400,
// What is made for an array of parts is made where it belongs.
// PARTS: define {{.*}} @parts(
// PARTS-NOT: alloca

func.func @f(%x: tensor<600xf32>, %u: tensor<3xf32>, %i: tensor<i32>) -> tensor<600xf32> {
  %0 = weft.dynamic_update_slice %x, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %1 = weft.dynamic_update_slice %0, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %2 = weft.dynamic_update_slice %1, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %3 = weft.dynamic_update_slice %2, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %4 = weft.dynamic_update_slice %3, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %5 = weft.dynamic_update_slice %4, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %6 = weft.dynamic_update_slice %5, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %7 = weft.dynamic_update_slice %6, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %8 = weft.dynamic_update_slice %7, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %9 = weft.dynamic_update_slice %8, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %10 = weft.dynamic_update_slice %9, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %11 = weft.dynamic_update_slice %10, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %12 = weft.dynamic_update_slice %11, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %13 = weft.dynamic_update_slice %12, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %14 = weft.dynamic_update_slice %13, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %15 = weft.dynamic_update_slice %14, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %16 = weft.dynamic_update_slice %15, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %17 = weft.dynamic_update_slice %16, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %18 = weft.dynamic_update_slice %17, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %19 = weft.dynamic_update_slice %18, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %20 = weft.dynamic_update_slice %19, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %21 = weft.dynamic_update_slice %20, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %22 = weft.dynamic_update_slice %21, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %23 = weft.dynamic_update_slice %22, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %24 = weft.dynamic_update_slice %23, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %25 = weft.dynamic_update_slice %24, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %26 = weft.dynamic_update_slice %25, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %27 = weft.dynamic_update_slice %26, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %28 = weft.dynamic_update_slice %27, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %29 = weft.dynamic_update_slice %28, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %30 = weft.dynamic_update_slice %29, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %31 = weft.dynamic_update_slice %30, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %32 = weft.dynamic_update_slice %31, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %33 = weft.dynamic_update_slice %32, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %34 = weft.dynamic_update_slice %33, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %35 = weft.dynamic_update_slice %34, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %36 = weft.dynamic_update_slice %35, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %37 = weft.dynamic_update_slice %36, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %38 = weft.dynamic_update_slice %37, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %39 = weft.dynamic_update_slice %38, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %40 = weft.dynamic_update_slice %39, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %41 = weft.dynamic_update_slice %40, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %42 = weft.dynamic_update_slice %41, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %43 = weft.dynamic_update_slice %42, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %44 = weft.dynamic_update_slice %43, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %45 = weft.dynamic_update_slice %44, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %46 = weft.dynamic_update_slice %45, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %47 = weft.dynamic_update_slice %46, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %48 = weft.dynamic_update_slice %47, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  %49 = weft.dynamic_update_slice %48, %u, %i : tensor<600xf32>, tensor<3xf32>, tensor<i32>
  weft.return %49 : tensor<600xf32>
}

func.func @g(%x: tensor<600xf32>, %u: tensor<3xf32>, %i: tensor<i32>) -> tensor<600xf32> {
  %y = "weft.scan"(%x, %u, %i) <{length = 5 : i64,
      operandSegmentSizes = array<i32: 1, 0, 2>}> ({
  ^bb0(%s: tensor<600xf32>, %v: tensor<3xf32>, %at: tensor<i32>):
    %0 = weft.dynamic_update_slice %s, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %1 = weft.dynamic_update_slice %0, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %2 = weft.dynamic_update_slice %1, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %3 = weft.dynamic_update_slice %2, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %4 = weft.dynamic_update_slice %3, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %5 = weft.dynamic_update_slice %4, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %6 = weft.dynamic_update_slice %5, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %7 = weft.dynamic_update_slice %6, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %8 = weft.dynamic_update_slice %7, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %9 = weft.dynamic_update_slice %8, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %10 = weft.dynamic_update_slice %9, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %11 = weft.dynamic_update_slice %10, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %12 = weft.dynamic_update_slice %11, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %13 = weft.dynamic_update_slice %12, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %14 = weft.dynamic_update_slice %13, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %15 = weft.dynamic_update_slice %14, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %16 = weft.dynamic_update_slice %15, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %17 = weft.dynamic_update_slice %16, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %18 = weft.dynamic_update_slice %17, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %19 = weft.dynamic_update_slice %18, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %20 = weft.dynamic_update_slice %19, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %21 = weft.dynamic_update_slice %20, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %22 = weft.dynamic_update_slice %21, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %23 = weft.dynamic_update_slice %22, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %24 = weft.dynamic_update_slice %23, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %25 = weft.dynamic_update_slice %24, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %26 = weft.dynamic_update_slice %25, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %27 = weft.dynamic_update_slice %26, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %28 = weft.dynamic_update_slice %27, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %29 = weft.dynamic_update_slice %28, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %30 = weft.dynamic_update_slice %29, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %31 = weft.dynamic_update_slice %30, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %32 = weft.dynamic_update_slice %31, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %33 = weft.dynamic_update_slice %32, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %34 = weft.dynamic_update_slice %33, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    %35 = weft.dynamic_update_slice %34, %v, %at : tensor<600xf32>, tensor<3xf32>, tensor<i32>
    weft.return %35 : tensor<600xf32>
  }) : (tensor<600xf32>, tensor<3xf32>, tensor<i32>) -> tensor<600xf32>
  weft.return %y : tensor<600xf32>
}

func.func @parts(%x0: tensor<300xf32>, %x1: tensor<301xf32>, %x2: tensor<302xf32>, %x3: tensor<303xf32>, %x4: tensor<304xf32>, %x5: tensor<305xf32>, %x6: tensor<306xf32>, %x7: tensor<307xf32>, %x8: tensor<308xf32>, %x9: tensor<309xf32>, %x10: tensor<310xf32>, %x11: tensor<311xf32>) -> tensor<3666xf32> {
  %0 = weft.sqrt %x0 : tensor<300xf32>
  %1 = weft.sqrt %x1 : tensor<301xf32>
  %2 = weft.sqrt %x2 : tensor<302xf32>
  %3 = weft.sqrt %x3 : tensor<303xf32>
  %4 = weft.sqrt %x4 : tensor<304xf32>
  %5 = weft.sqrt %x5 : tensor<305xf32>
  %6 = weft.sqrt %x6 : tensor<306xf32>
  %7 = weft.sqrt %x7 : tensor<307xf32>
  %8 = weft.sqrt %x8 : tensor<308xf32>
  %9 = weft.sqrt %x9 : tensor<309xf32>
  %10 = weft.sqrt %x10 : tensor<310xf32>
  %11 = weft.sqrt %x11 : tensor<311xf32>
  %y = weft.concatenate %0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11 along 0 :
    tensor<300xf32>, tensor<301xf32>, tensor<302xf32>, tensor<303xf32>, tensor<304xf32>, tensor<305xf32>, tensor<306xf32>, tensor<307xf32>, tensor<308xf32>, tensor<309xf32>, tensor<310xf32>, tensor<311xf32>
  weft.return %y : tensor<3666xf32>
}

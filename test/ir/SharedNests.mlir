// Groups of nests that are the same but for their buffers are one function
// (here of eight layers each, as many as share a loop over rows); what is left
// is written where it stands.
// RUN: weft dump %s --fn layers --emit=llvm | FileCheck %s

// CHECK-COUNT-4: call {{.*}}void @layers.shared0(
// CHECK-NOT: call {{.*}}@layers.shared
// CHECK: define internal {{.*}}void @layers.shared0(
// CHECK-NOT: define internal {{.*}}@layers.shared

func.func @layers(%0: tensor<16x16xf32>, %w: tensor<16x16xf32>) -> tensor<16x16xf32> {
  %1 = weft.dot_general %0, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %2 = weft.tanh %1 : tensor<16x16xf32>
  %3 = weft.dot_general %2, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %4 = weft.tanh %3 : tensor<16x16xf32>
  %5 = weft.dot_general %4, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %6 = weft.tanh %5 : tensor<16x16xf32>
  %7 = weft.dot_general %6, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %8 = weft.tanh %7 : tensor<16x16xf32>
  %9 = weft.dot_general %8, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %10 = weft.tanh %9 : tensor<16x16xf32>
  %11 = weft.dot_general %10, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %12 = weft.tanh %11 : tensor<16x16xf32>
  %13 = weft.dot_general %12, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %14 = weft.tanh %13 : tensor<16x16xf32>
  %15 = weft.dot_general %14, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %16 = weft.tanh %15 : tensor<16x16xf32>
  %17 = weft.dot_general %16, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %18 = weft.tanh %17 : tensor<16x16xf32>
  %19 = weft.dot_general %18, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %20 = weft.tanh %19 : tensor<16x16xf32>
  %21 = weft.dot_general %20, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %22 = weft.tanh %21 : tensor<16x16xf32>
  %23 = weft.dot_general %22, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %24 = weft.tanh %23 : tensor<16x16xf32>
  %25 = weft.dot_general %24, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %26 = weft.tanh %25 : tensor<16x16xf32>
  %27 = weft.dot_general %26, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %28 = weft.tanh %27 : tensor<16x16xf32>
  %29 = weft.dot_general %28, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %30 = weft.tanh %29 : tensor<16x16xf32>
  %31 = weft.dot_general %30, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %32 = weft.tanh %31 : tensor<16x16xf32>
  %33 = weft.dot_general %32, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %34 = weft.tanh %33 : tensor<16x16xf32>
  %35 = weft.dot_general %34, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %36 = weft.tanh %35 : tensor<16x16xf32>
  %37 = weft.dot_general %36, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %38 = weft.tanh %37 : tensor<16x16xf32>
  %39 = weft.dot_general %38, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %40 = weft.tanh %39 : tensor<16x16xf32>
  %41 = weft.dot_general %40, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %42 = weft.tanh %41 : tensor<16x16xf32>
  %43 = weft.dot_general %42, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %44 = weft.tanh %43 : tensor<16x16xf32>
  %45 = weft.dot_general %44, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %46 = weft.tanh %45 : tensor<16x16xf32>
  %47 = weft.dot_general %46, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %48 = weft.tanh %47 : tensor<16x16xf32>
  %49 = weft.dot_general %48, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %50 = weft.tanh %49 : tensor<16x16xf32>
  %51 = weft.dot_general %50, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %52 = weft.tanh %51 : tensor<16x16xf32>
  %53 = weft.dot_general %52, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %54 = weft.tanh %53 : tensor<16x16xf32>
  %55 = weft.dot_general %54, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %56 = weft.tanh %55 : tensor<16x16xf32>
  %57 = weft.dot_general %56, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %58 = weft.tanh %57 : tensor<16x16xf32>
  %59 = weft.dot_general %58, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %60 = weft.tanh %59 : tensor<16x16xf32>
  %61 = weft.dot_general %60, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %62 = weft.tanh %61 : tensor<16x16xf32>
  %63 = weft.dot_general %62, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %64 = weft.tanh %63 : tensor<16x16xf32>
  %65 = weft.dot_general %64, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %66 = weft.tanh %65 : tensor<16x16xf32>
  %67 = weft.dot_general %66, %w batch [] [] contract [1] [0] : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %68 = weft.tanh %67 : tensor<16x16xf32>
  weft.return %68 : tensor<16x16xf32>
}
